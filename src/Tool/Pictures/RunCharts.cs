using TierPolicy.Simulation;
using TierPolicy.Tool.Simulating;

namespace TierPolicy.Tool.Pictures;

/// <summary>What runs of one trace, each under another policy, look like.</summary>
internal static class RunCharts
{
    /// <summary>Where accesses found their page: a bar a run.</summary>
    public static Chart Hits(IReadOnlyList<SimulationResult> runs)
    {
        string[] places = [.. runs.SelectMany(Found).Where(static found => found.Accesses > 0).Select(static found => found.Place).Distinct(StringComparer.Ordinal)];
        return new Chart(
            ChartKind.Bars,
            "Where accesses found their page",
            string.Join(' ', runs.Select(run => Sentence(run, runs, string.Join(", ", Found(run).Where(static found => found.Accesses > 0).Select(found => $"{Figures.Share(found.Accesses, run.Accesses)} {Preposition(found.Place)}{found.Place}"))))),
            [new("policy", ChartUnit.Text), .. places.Select(static place => new ChartColumn(place, ChartUnit.Share))],
            [.. runs.Select(run => (object?[])[run.Policy, .. places.Select(place => (object?)Ratio(Found(run).FirstOrDefault(found => found.Place == place).Accesses, run.Accesses))])])
        {
            Axis = "share of accesses",
        };
    }

    /// <summary>How many pages each node held over the run.</summary>
    public static Chart Occupancy(SimulationResult run, IReadOnlyList<SimulationResult> runs) => new(
        ChartKind.Stack,
        "Pages on each node over time" + Suffix(run, runs),
        "At the end: " + string.Join(", ", run.Nodes.Select(static node => $"{node.Name} holds {Figures.Of(node.PagesInUse)} of {Figures.Of(node.CapacityPages)} pages ({Figures.Share(node.PagesInUse, node.CapacityPages)})")) + ".",
        [new("virtual time", ChartUnit.Time), .. run.Nodes.Select(static node => new ChartColumn(node.Name, ChartUnit.Count))],
        [.. run.Occupancy.Select(static sample => (object?[])[sample.Nanoseconds, .. sample.PagesInUse.Select(static pages => (object?)pages)])])
    {
        Axis = "pages",
        IsPaired = runs.Count > 1 && run == runs[0],
    };

    /// <summary>Which ways pages went.</summary>
    public static Chart Flows(SimulationResult run, IReadOnlyList<SimulationResult> runs)
    {
        PageFlow[] flows = [.. run.Flows.OrderBy(static flow => flow.Reason)];
        return new Chart(
            ChartKind.Flows,
            "Flows between tiers" + Suffix(run, runs),
            flows.Length == 0
                ? "No page ever went anywhere."
                : "Most pages: " + string.Join(", ", flows.OrderByDescending(static flow => flow.Pages).Take(3).Select(static flow => $"{Figures.Of(flow.Pages)} {SimulationPrinter.Reason(flow.Reason)} from {flow.From} to {flow.To}")) + ".",
            [new("from", ChartUnit.Text), new("to", ChartUnit.Text), new("why", ChartUnit.Text), new("pages", ChartUnit.Count), new("in all", ChartUnit.Bytes)],
            [.. flows.Select(flow => (object?[])[flow.From, flow.To, SimulationPrinter.Reason(flow.Reason), flow.Pages, flow.Pages * run.PageSize])])
        {
            Order = ["new", .. run.Nodes.OrderBy(static node => node.Tier).Select(static node => node.Name), "swap", "store"],
            Reasons = [.. Enum.GetValues<FlowReason>().Select(SimulationPrinter.Reason)],
            IsPaired = runs.Count > 1 && run == runs[0],
        };
    }

    /// <summary>Which share of the accesses went to the store, from sample to sample.</summary>
    public static Chart StoreReads(IReadOnlyList<SimulationResult> runs)
    {
        Dictionary<long, double>[] shares = [.. runs.Select(static run => run.Occupancy.Zip(run.Occupancy.Skip(1))
            .Where(static pair => pair.Second.Accesses > pair.First.Accesses)
            .ToDictionary(static pair => pair.Second.Accesses, static pair => Ratio(pair.Second.StoreReads - pair.First.StoreReads, pair.Second.Accesses - pair.First.Accesses)))];
        return new Chart(
            ChartKind.Lines,
            "Reads of the store over the run",
            string.Join(' ', runs.Select(run => Sentence(run, runs, $"{Figures.Of(run.StoreReads)} of {Figures.Of(run.Accesses)} accesses read the store, {Figures.Share(run.StoreReads, run.Accesses)}; the first ones of file pages are among them"))),
            [new("accesses", ChartUnit.Count), .. runs.Select(run => new ChartColumn(Name(run, runs, "store reads"), ChartUnit.Share))],
            [.. shares.SelectMany(static run => run.Keys).Distinct().Order().Select(accesses => (object?[])[accesses, .. shares.Select(run => run.TryGetValue(accesses, out double share) ? (object?)share : null)])])
        {
            Axis = "share of accesses that read the store",
        };
    }

    /// <summary>The name of a column, or of a line: the policy's where there are several.</summary>
    internal static string Name(SimulationResult run, IReadOnlyList<SimulationResult> runs, string alone) => runs.Count > 1 ? run.Policy : alone;

    /// <summary>A sentence about a run: of several, it says about which.</summary>
    internal static string Sentence(SimulationResult run, IReadOnlyList<SimulationResult> runs, string text) => runs.Count > 1 ? $"{run.Policy}: {text}." : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

    /// <summary>A share as it stands in tables: with as many digits as anyone reads.</summary>
    internal static double Ratio(long part, long whole) => whole == 0 ? 0 : Math.Round(part / (double)whole, 6);

    private static string Suffix(SimulationResult run, IReadOnlyList<SimulationResult> runs) => runs.Count > 1 ? $": {run.Policy}" : "";

    private static string Preposition(string place) => place == "new" ? "made " : "in ";

    private static IEnumerable<(string Place, long Accesses)> Found(SimulationResult run) =>
        [.. run.Nodes.OrderBy(static node => node.Tier).Select(static node => (node.Name, node.Hits)), ("swap", run.SwapReads), ("store", run.StoreReads), ("new", run.NewPages)];
}
