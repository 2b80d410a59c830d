namespace TierPolicy;

/// <summary>
/// Declares a topology: the members of the enum are its nodes, each with a <see cref="NodeAttribute"/>, in order of their ids.
/// </summary>
/// <example>
/// <code>
/// [TierTopology(PageSize = "64KiB")]
/// [Distance(TwoSocket.Dram0, TwoSocket.Cxl0, 17)]
/// public enum TwoSocket
/// {
///     [Tier("Fast"), Node(NodeKind.Dram, "8GiB", Cpus = "0-15", Numa = 0)] Dram0,
///     [Tier("Slow"), Node(NodeKind.Cxl, "32GiB", Numa = 2)] Cxl0,
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class TierTopologyAttribute : Attribute
{
    /// <summary>The page size: a power of two from <c>4KiB</c> to <c>2MiB</c>; <c>64KiB</c> if absent.</summary>
    public string? PageSize { get; set; }
}
