namespace TierPolicy.Simulation;

/// <summary>What differs from the policy's own defaults in a run, and how the trace is taken.</summary>
public sealed record SimulationSettings
{
    /// <summary>Capacities in pages, by node name.</summary>
    public IReadOnlyDictionary<string, long> CapacityPages { get; init; } = new Dictionary<string, long>();

    /// <summary>Watermarks by node name.</summary>
    public IReadOnlyDictionary<string, WatermarkDescription> Watermarks { get; init; } = new Dictionary<string, WatermarkDescription>();

    /// <summary>The swap's capacity in pages; null: the topology's.</summary>
    public long? SwapPages { get; init; }

    /// <summary>The mode bits; null: the policy's.</summary>
    public ReclaimMode? Reclaim { get; init; }

    /// <summary>The time after which counts of accesses are halved, and in which proactive rules look at each page once.</summary>
    public TimeSpan AgingPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether every object of the trace is one page, whatever its size.</summary>
    public bool IgnoreSize { get; init; }

    /// <summary>Decides among equally good targets: the same seed gives the same run.</summary>
    public int Seed { get; init; }
}
