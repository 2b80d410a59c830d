extern alias runtime;

using TierPolicy.Simulation;
using NodeKind = runtime::TierPolicy.NodeKind;

namespace TierPolicy.Tool.Simulating;

/// <summary>One run of a sweep.</summary>
/// <param name="Values">What each name was set to.</param>
/// <param name="Result">What came of it.</param>
internal sealed record SweepPoint(IReadOnlyList<string> Values, SimulationResult Result)
{
    /// <summary>Whether no other run is both cheaper and faster (Pareto).</summary>
    public bool IsOnFront { get; private init; }

    /// <summary>What it costs: by the hour where nodes have prices, else the pages of the fastest memory, DRAM and HBM.</summary>
    public double Cost => Result.CostPerHour is decimal cost ? (double)cost : Result.Nodes.Where(static node => node.Kind is NodeKind.Dram or NodeKind.Hbm).Sum(static node => node.CapacityPages);

    /// <summary>The same points, those marked that stand on the front of cost and time.</summary>
    public static IReadOnlyList<SweepPoint> WithFront(IReadOnlyList<SweepPoint> points)
    {
        HashSet<SweepPoint> front = [];
        double fastest = double.PositiveInfinity;

        // Cheapest first, and the fastest of those that cost the same: on the front is whatever is faster than all before.
        foreach (SweepPoint point in points.OrderBy(static point => point.Cost).ThenBy(static point => point.Result.NanosecondsAnAccess))
        {
            if (point.Result.NanosecondsAnAccess < fastest)
            {
                fastest = point.Result.NanosecondsAnAccess;
                front.Add(point);
            }
        }

        return [.. points.Select(point => front.Contains(point) ? point with { IsOnFront = true } : point)];
    }
}
