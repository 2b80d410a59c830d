extern alias runtime;

using TierPolicy.Simulation;
using TierPolicy.Tool.Simulating;
using NodeKind = runtime::TierPolicy.NodeKind;

namespace TierPolicy.Tool.Pictures;

/// <summary>
/// How misses depend on the size of DRAM: the policy itself, run at several sizes. One pass over the trace would do for a single tier in strict LRU order (Mattson et al., "Evaluation techniques for
/// storage hierarchies", 1970); it knows nothing of rules, watermarks and lower tiers, which are what is asked about.
/// </summary>
internal sealed class MissRatioCurve
{
    /// <summary>From a sixteenth of what the policy has to four times as much, two steps to each doubling.</summary>
    private const int FewestSteps = -8;
    private const int MostSteps = 4;
    private const double StepsADoubling = 2;

    private const string OnNoNode = "on no node";

    private readonly IReadOnlyList<(SimulationResult Run, IReadOnlyList<Point> Points)> _curves;

    private MissRatioCurve(IReadOnlyList<(SimulationResult Run, IReadOnlyList<Point> Points)> curves) => _curves = curves;

    /// <summary>Runs the policies at all sizes, over all cores.</summary>
    public static MissRatioCurve Measure(IReadOnlyList<MissRatioSubject> subjects)
    {
        (int Subject, double Factor)[] points = [.. subjects.SelectMany((subject, i) => Factors(subject.Run).Select(factor => (i, factor)))];
        Point?[] measured = new Point?[points.Length];
        Parallel.For(0, points.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            MissRatioSubject subject = subjects[points[i].Subject];
            measured[i] = points[i].Factor == 1 ? Point.Of(subject.Run) : RunAt(subject, WithFastMemory(subject.Settings, subject.Run, points[i].Factor));
        });
        return new MissRatioCurve([.. subjects.Select((subject, i) => (subject.Run, (IReadOnlyList<Point>)[.. points.Zip(measured).Where(pair => pair.First.Subject == i && pair.Second is not null).Select(static pair => pair.Second!)]))]);
    }

    public Chart Draw()
    {
        SimulationResult[] runs = [.. _curves.Select(static curve => curve.Run)];
        long[] sizes = [.. _curves.SelectMany(static curve => curve.Points).Select(static point => point.Bytes).Distinct().Order()];
        return new Chart(
            ChartKind.Lines,
            "Miss ratio by size of DRAM",
            string.Join(' ', _curves.Select(curve => RunCharts.Sentence(curve.Run, runs, string.Join(", ", Told(curve.Points, curve.Run).Select(static point => FormattableString.Invariant($"with {Figures.Bytes(point.Bytes)} {point.Total * 100:0.0#} % are misses")))))) +
            " A miss is an access whose page is on no node, the first of each page included. Each point is a run of the policy with DRAM of that size, all else being equal.",
            [new("DRAM", ChartUnit.Bytes), .. runs.Length == 1 ? [new(OnNoNode, ChartUnit.Share), new("not in DRAM", ChartUnit.Share)] : runs.Select(static run => new ChartColumn(run.Policy, ChartUnit.Share))],
            [.. sizes.Select(size => (object?[])[size, .. _curves.Select(curve => curve.Points.FirstOrDefault(point => point.Bytes == size)).SelectMany(point => runs.Length == 1 ? (object?[])[point?.Total, point?.Fast] : [point?.Total])])])
        {
            Axis = runs.Length == 1 ? "share of accesses" : $"share of accesses {OnNoNode}",
            LogX = true,
            Marks = true,
        };
    }

    /// <summary>The smallest, the policy's own and the largest.</summary>
    private static IEnumerable<Point> Told(IReadOnlyList<Point> points, SimulationResult run) =>
        new[] { points[0], Point.Of(run), points[^1] }.DistinctBy(static point => point.Bytes);

    /// <summary>More memory than the trace has pages brings nothing; of what would be the same number of pages, one is enough.</summary>
    private static IEnumerable<double> Factors(SimulationResult run)
    {
        long own = Fast(run).Sum(static node => node.CapacityPages);
        return Enumerable.Range(FewestSteps, MostSteps - FewestSteps + 1)
            .Select(static step => Math.Pow(2, step / StepsADoubling))
            .Where(factor => factor <= 1 || own * factor <= run.Pages * Math.Sqrt(2))
            .Where(factor => Fast(run).All(node => node.CapacityPages * factor >= 1))
            .DistinctBy(factor => Fast(run).Sum(node => (long)(node.CapacityPages * factor)));
    }

    private static Point? RunAt(MissRatioSubject subject, SimulationSettings settings)
    {
        try
        {
            return Point.Of(subject.Trace.Run(subject.Policy, settings));
        }
        catch (Exception error) when (error is SimulationException or ArgumentException)
        {
            // With so little, watermarks given in bytes or pages that are kept leave no room: there is nothing to draw.
            return null;
        }
    }

    private static SimulationSettings WithFastMemory(SimulationSettings settings, SimulationResult run, double factor)
    {
        Dictionary<string, long> capacities = new(settings.CapacityPages, StringComparer.Ordinal);
        foreach (NodeResult node in Fast(run))
        {
            capacities[node.Name] = (long)(node.CapacityPages * factor);
        }

        return settings with { CapacityPages = capacities };
    }

    /// <summary>DRAM and HBM; without any, the fastest tier.</summary>
    private static IEnumerable<NodeResult> Fast(SimulationResult run)
    {
        bool hasDram = run.Nodes.Any(static node => node.Kind is NodeKind.Dram or NodeKind.Hbm);
        return run.Nodes.Where(node => hasDram ? node.Kind is NodeKind.Dram or NodeKind.Hbm : node.Tier == run.Nodes.Min(static other => other.Tier));
    }

    /// <summary>What came of one size.</summary>
    /// <param name="Bytes">The size of DRAM.</param>
    /// <param name="Total">The share of accesses whose page was on no node.</param>
    /// <param name="Fast">The share of those whose page was not in DRAM.</param>
    private sealed record Point(long Bytes, double Total, double Fast)
    {
        public static Point Of(SimulationResult run) => new(
            MissRatioCurve.Fast(run).Sum(static node => node.CapacityPages) * run.PageSize,
            Math.Round(run.MissRatio, 6),
            RunCharts.Ratio(run.Accesses - MissRatioCurve.Fast(run).Sum(static node => node.Hits), run.Accesses));
    }
}

/// <summary>A policy of which the curve is asked for.</summary>
/// <param name="Run">What it came to at its own size.</param>
/// <param name="Trace">The accesses.</param>
/// <param name="Policy">The compiled policy.</param>
/// <param name="Settings">The settings of that run.</param>
internal sealed record MissRatioSubject(SimulationResult Run, NumberedTrace Trace, Type Policy, SimulationSettings Settings);
