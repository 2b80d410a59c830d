namespace TierPolicy;

/// <summary>Where ordinary reclaim puts anonymous pages, once for the topology; without it there is no swap.</summary>
/// <param name="path">The file.</param>
/// <param name="capacity">A size such as <c>64GiB</c>.</param>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class SwapAttribute(string path, string capacity) : Attribute
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>How much it holds.</summary>
    public string Capacity { get; } = capacity;

    /// <summary>Measured latency, a duration such as <c>90us</c>.</summary>
    public string? Latency { get; set; }

    /// <summary>Measured bandwidth, a rate such as <c>2GB/s</c>.</summary>
    public string? Bandwidth { get; set; }
}
