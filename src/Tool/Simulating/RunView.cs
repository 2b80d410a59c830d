using Spectre.Console;
using Spectre.Console.Rendering;
using TierPolicy.Language.Model;
using TierPolicy.Simulation;

namespace TierPolicy.Tool.Simulating;

/// <summary>How full the nodes are, and how far a run is, ten times a second, where somebody looks.</summary>
internal static class RunView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Does the run; what it is given is called with where the run is.</summary>
    public static SimulationResult Show(Terminal terminal, bool asJson, Policy policy, Func<Action<SimulationProgress>?, SimulationResult> run)
    {
        if (asJson || !terminal.IsInteractive)
        {
            return run(null);
        }

        SimulationProgress? last = null;
        Task<SimulationResult> running = Task.Run(() => run(progress => Volatile.Write(ref last, progress)));
        AnsiConsole.Live(new Text("")).AutoClear(true).Start(context =>
        {
            while (Task.WaitAny([running], Refresh) < 0)
            {
                if (Volatile.Read(ref last) is { } progress)
                {
                    context.UpdateTarget(Render(policy, progress));
                }
            }
        });
        return running.GetAwaiter().GetResult();
    }

    private static Panel Render(Policy policy, SimulationProgress progress)
    {
        BarChart chart = new BarChart().Width(60);
        foreach (Node node in policy.Topology.Nodes)
        {
            chart.AddItem(node.Name, progress.PagesInUse[node.Id], Palette[node.Tier % Palette.Length]);
        }

        IRenderable[] lines = [chart, new Text($"{Figures.Of(progress.Accesses)} accesses, {Figures.Of(progress.StoreReads)} reads of the store, {Figures.Time(progress.BackgroundNanoseconds)} of work in the background")];
        return new Panel(new Rows(lines)).Header($" {Markup.Escape(policy.Name)}: pages in use ");
    }

    private static readonly Color[] Palette = [Color.Green, Color.Blue, Color.Yellow, Color.Grey];
}
