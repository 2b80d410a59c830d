using System.Globalization;
using Spectre.Console;
using TierPolicy.Simulation;

namespace TierPolicy.Tool.Simulating;

/// <summary>Two runs of one trace, side by side: what differs and by how much.</summary>
internal sealed record Comparison(SimulationResult First, SimulationResult Second)
{
    /// <summary>Two runs under names by which they can be told apart: two versions of a policy have the same.</summary>
    public static Comparison Of(SimulationResult first, SimulationResult second) => first.Policy != second.Policy
        ? new(first, second)
        : new(first with { Policy = $"{first.Policy} (first)" }, second with { Policy = $"{second.Policy} (second)" });

    /// <summary>What is compared, in the order in which it is shown; what is the same in both as well.</summary>
    public IReadOnlyList<Line> Lines => [.. Figured(), .. Hits()];

    /// <summary>Which is faster, and by how much.</summary>
    public string Verdict
    {
        get
        {
            string verdict = First.NanosecondsAnAccess == Second.NanosecondsAnAccess ? "both take the same time an access"
                : Second.NanosecondsAnAccess < First.NanosecondsAnAccess ? $"{Second.Policy} is {Ratio(First.NanosecondsAnAccess, Second.NanosecondsAnAccess)} times as fast as {First.Policy}"
                : $"{First.Policy} is {Ratio(Second.NanosecondsAnAccess, First.NanosecondsAnAccess)} times as fast as {Second.Policy}";
            return $"With the work in the background, {verdict}.";
        }
    }

    public void Print(Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (string column in new[] { First.Policy, Second.Policy, "difference", "" })
        {
            table.AddColumn(new TableColumn(new Text(column)).RightAligned());
        }

        foreach (Line line in Lines)
        {
            table.AddRow(new Text(line.Name), new Text(line.Show(line.First)), new Text(line.Show(line.Second)), new Text(line.IsSame ? "same" : Signed(line)), new Text(line.Change));
        }

        terminal.Tables.Write(table);
        terminal.Out.WriteLine(Verdict);
    }

    private static string Ratio(double slow, double fast) => (slow / fast).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(Line line) => line.Second > line.First ? "+" + line.Show(line.Second - line.First) : "-" + line.Show(line.First - line.Second);

    private IEnumerable<Line> Figured()
    {
        yield return Time("ns_an_access", "time an access, all work", static result => result.NanosecondsAnAccess);
        yield return Time("mean", "mean access", static result => result.AccessTimes.Mean);
        yield return Time("p50", "p50", static result => result.AccessTimes.P50);
        yield return Time("p99", "p99", static result => result.AccessTimes.P99);
        yield return Time("p999", "p99.9", static result => result.AccessTimes.P999);
        yield return Number("store_reads", "store reads", static result => result.StoreReads);
        yield return Number("swap_reads", "swap reads", static result => result.SwapReads);
        yield return Number("demotions", "demotions", static result => result.Demotions);
        yield return Number("promotions", "promotions", static result => result.Promotions);
        yield return Number("ping_pong", "ping-pong", static result => result.PingPong);
        yield return Number("discards", "discards", static result => result.Discards);
        yield return Number("writebacks", "write-backs", static result => result.Writebacks);
        yield return Number("swap_writes", "swapped out", static result => result.SwapWrites);
        yield return Number("stalls", "stalls", static result => result.Stalls);
        if (First.CostPerHour is decimal first && Second.CostPerHour is decimal second)
        {
            yield return new Line("cost_per_hour", "cost/h", (double)first, (double)second, static cost => Figures.Cost((decimal)cost));
        }
    }

    /// <summary>Nodes that both have, then those of one.</summary>
    private IEnumerable<Line> Hits() => First.Nodes.Concat(Second.Nodes).Select(static node => node.Name).Distinct(StringComparer.Ordinal).Select(
        name => new Line($"hits_{name}", $"hits of {name}", HitsOf(First, name), HitsOf(Second, name), static value => Figures.Of((long)value)));

    private static long HitsOf(SimulationResult result, string node) => result.Nodes.FirstOrDefault(found => found.Name == node)?.Hits ?? 0;

    private Line Time(string key, string name, Func<SimulationResult, double> of) => new(key, name, of(First), of(Second), Figures.Time);

    private Line Number(string key, string name, Func<SimulationResult, long> of) => new(key, name, of(First), of(Second), static value => Figures.Of((long)value));

    /// <summary>One figure of both.</summary>
    /// <param name="Key">Its name for machines.</param>
    /// <param name="Name">Its name for people.</param>
    /// <param name="First">Of the first run.</param>
    /// <param name="Second">Of the second.</param>
    /// <param name="Show">How it is written.</param>
    public sealed record Line(string Key, string Name, double First, double Second, Func<double, string> Show)
    {
        public bool IsSame => First == Second;

        /// <summary>By which share of the first the second differs.</summary>
        public string Change => IsSame || First == 0 ? "" : ((Second - First) / First).ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture);
    }
}
