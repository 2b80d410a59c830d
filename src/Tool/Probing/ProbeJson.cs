using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Probing;

/// <summary>What <c>probe --json</c> prints: bytes, nanoseconds and bytes a second, and the text that would be written.</summary>
internal sealed record ProbeJson(string? File, string Kernel, IReadOnlyList<ProbedNodeJson> Nodes, string Text)
{
    public static ProbeJson Of(string? file, Machine machine, IReadOnlyList<ProbedNode> nodes, string text)
        => new(file, machine.KernelRelease, [.. nodes.Select(ProbedNodeJson.Of)], text);
}

/// <summary>A node. Absent is what is not known; distances are by Linux's numbers of nodes.</summary>
internal sealed record ProbedNodeJson(
    string Name,
    string Kind,
    int? Numa,
    long Capacity,
    IReadOnlyList<int>? Cpus,
    string? Path,
    int? MemoryTier,
    long? Latency,
    string? LatencySource,
    long? Bandwidth,
    string? BandwidthSource,
    IReadOnlyDictionary<int, int>? Distances)
{
    public static ProbedNodeJson Of(ProbedNode node) => new(
        node.Name,
        node.Kind.ToString().ToLowerInvariant(),
        node.Numa,
        node.Capacity.Value,
        node.Cpus?.Value,
        node.Path,
        node.AbstractDistance?.Value / Probe.TierWidth,
        node.LatencyNanoseconds?.Value,
        node.LatencyNanoseconds?.Source,
        node.BytesPerSecond?.Value,
        node.BytesPerSecond?.Source,
        node.Distances);
}
