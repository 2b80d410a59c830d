namespace TierPolicy;

/// <summary>The program's own store behind file pages: its measured speed, for simulation and reports.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class StoreAttribute : Attribute
{
    /// <summary>Measured latency, a duration such as <c>2ms</c>.</summary>
    public string? Latency { get; set; }

    /// <summary>Measured bandwidth, a rate such as <c>100MB/s</c>.</summary>
    public string? Bandwidth { get; set; }
}
