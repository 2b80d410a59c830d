using TierPolicy.Simulation;
using TierPolicy.Tool.Simulating;

namespace TierPolicy.Tool.Pictures;

/// <summary>The page of a run, of two side by side, or of a sweep.</summary>
/// <param name="traces">The trace files.</param>
internal sealed class SimulationPicture(IReadOnlyList<string> traces)
{
    /// <summary>Without the folders: they are others on each machine.</summary>
    private string TraceName => string.Join(", ", traces.Select(Path.GetFileName));

    /// <summary>One run.</summary>
    public PicturePage Of(SimulationResult run, MissRatioCurve curve) => new(
        $"{run.Policy} on {TraceName}",
        Introduction(run),
        FiguresOf(run),
        [.. Details([run]), curve.Draw()]);

    /// <summary>Two policies side by side.</summary>
    public PicturePage Of(Comparison comparison, MissRatioCurve curve) => new(
        $"{comparison.First.Policy} and {comparison.Second.Policy} on {TraceName}",
        $"{Introduction(comparison.First)} {comparison.Verdict}",
        [
            ["", comparison.First.Policy, comparison.Second.Policy, "change"],
            .. comparison.Lines.Select(static line => (string[])[line.Name, line.Show(line.First), line.Show(line.Second), line.IsSame ? "same" : line.Change]),
        ],
        [.. Details([comparison.First, comparison.Second]), curve.Draw()]);

    /// <summary>A sweep, and its fastest run.</summary>
    public PicturePage Of(IReadOnlyList<string> names, IReadOnlyList<SweepPoint> points)
    {
        SweepPoint fastest = SweepCharts.Fastest(points);
        return new PicturePage(
            $"{fastest.Result.Policy} on {TraceName}, {points.Count} runs",
            $"{Introduction(fastest.Result)} All combinations of {string.Join(", ", names)} were run; the figures, and the charts after the first two, are those of the fastest: {SweepCharts.Describe(names, fastest)}.",
            FiguresOf(fastest.Result),
            [SweepCharts.Times(names, points) with { IsPaired = true }, SweepCharts.Front(names, points), .. Details([fastest.Result])]);
    }

    private static IEnumerable<Chart> Details(IReadOnlyList<SimulationResult> runs) =>
    [
        RunCharts.Hits(runs),
        AccessTimeChart.Of(runs),
        .. runs.Select(run => RunCharts.Flows(run, runs)),
        .. runs.Select(run => RunCharts.Occupancy(run, runs)),
        RunCharts.StoreReads(runs),
    ];

    private static string[][] FiguresOf(SimulationResult run) => [["", run.Policy], .. new Comparison(run, run).Lines.Select(static line => (string[])[line.Name, line.Show(line.First)])];

    private static string Introduction(SimulationResult run) =>
        $"{Figures.Of(run.Accesses)} accesses to {Figures.Of(run.Pages)} pages of {Figures.Bytes(run.PageSize)}, {Figures.Share(run.Writes, run.Accesses)} of them writes.";
}
