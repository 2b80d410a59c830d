using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TierPolicy.Samples.Quickstart;

/// <summary>For terminals: progress, how full each node is, and what moves, ten times a second while a run goes on.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : IDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private static readonly Color[] NodeColors = [Color.Green, Color.Blue, Color.Yellow];

    public RunResult Show(IReplay replay)
    {
        Task<RunResult> run = Task.Run(replay.Run);
        Rates rates = new();
        console.Live(Render(replay, rates)).AutoClear(true).Start(context =>
        {
            while (Task.WaitAny([run], Refresh) < 0)
            {
                rates.Update(replay);
                context.UpdateTarget(Render(replay, rates));
            }
        });

        RunResult result = run.GetAwaiter().GetResult();
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]done[/] {replay.Name}");
        return result;
    }

    private static IRenderable Render(IReplay replay, Rates rates)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        grid.AddRow(new Markup("[bold]progress[/]"), Bar(replay.Done, replay.Total, Color.Grey, "accesses"));
        int color = 0;
        foreach (NodeStatus node in replay.Nodes)
        {
            grid.AddRow(new Markup($"[bold]{Markup.Escape(node.Name)}[/]"), Bar(node.PagesInUse, node.CapacityPages, NodeColors[color++ % NodeColors.Length], "pages"));
        }

        foreach ((string name, double perSecond) in rates.All)
        {
            grid.AddRow(new Text(name), new Text(string.Create(CultureInfo.InvariantCulture, $"{perSecond,12:N0} /s")));
        }

        return new Panel(grid).Header($" {replay.Name} ").Expand();
    }

    private static Columns Bar(long value, long most, Color color, string unit)
    {
        const int Width = 40;
        int filled = most == 0 ? 0 : (int)Math.Min(Width, value * Width / most);
        string counts = string.Create(CultureInfo.InvariantCulture, $"{value:N0} of {most:N0} {unit}");
        return new Columns(
            new Text(new string('█', filled) + new string('░', Width - filled), new Style(color)),
            new Text(counts))
        { Expand = false };
    }

    /// <summary>What moves, in pages a second since the last look.</summary>
    private sealed class Rates
    {
        private static readonly string[] Names = ["demotions", "promotions", "swap-outs", "swap-ins", "store reads"];

        private readonly double[] _perSecond = new double[Names.Length];
        private long[] _last = new long[Names.Length];
        private long _lastTime = Stopwatch.GetTimestamp();

        public IEnumerable<(string Name, double PerSecond)> All => Names.Zip(_perSecond);

        public void Update(IReplay replay)
        {
            long Sum(string counter) => replay.Nodes.Sum(node => node.Stat[counter]);
            long[] now = [Sum("pgdemote_kswapd") + Sum("pgdemote_direct"), Sum("pgpromote_success"), Sum("pswpout"), Sum("pswpin"), replay.StoreReads];
            double seconds = Stopwatch.GetElapsedTime(_lastTime).TotalSeconds;
            for (int i = 0; i < now.Length; i++)
            {
                _perSecond[i] = (now[i] - _last[i]) / seconds;
            }

            _last = now;
            _lastTime = Stopwatch.GetTimestamp();
        }
    }
}
