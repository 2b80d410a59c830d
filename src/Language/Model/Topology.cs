using TierPolicy.Language.Text;

namespace TierPolicy.Language.Model;

/// <summary>A checked topology: the nodes, their tiers and the distances between them.</summary>
public sealed record Topology
{
    public required string Name { get; init; }

    /// <summary>The namespace, "" for the global one.</summary>
    public required string Namespace { get; init; }

    public required bool IsInternal { get; init; }

    /// <summary>Bytes a page.</summary>
    public required long PageSize { get; init; }

    /// <summary>The nodes; a node's id is its index.</summary>
    public required EquatableArray<Node> Nodes { get; init; }

    /// <summary>The tiers, fastest first: declared ones by name, derived ones without.</summary>
    public required EquatableArray<Tier> Tiers { get; init; }

    /// <summary>The SLIT matrix, row by row: entry <c>source * Nodes.Count + target</c>.</summary>
    public required EquatableArray<byte> Distances { get; init; }

    public Swap? Swap { get; init; }

    public BackingStore? Store { get; init; }

    /// <summary>True when the topology was declared in C#, so that its enum exists already and is not emitted.</summary>
    public required bool IsDeclaredInCSharp { get; init; }

    public required SourceLocation Location { get; init; }

    public int Distance(int source, int target) => Distances[(source * Nodes.Count) + target];
}

/// <summary>Nodes of about the same speed.</summary>
/// <param name="Name">As declared; null for a tier that was derived.</param>
/// <param name="Nodes">Bit set of node ids.</param>
public sealed record Tier(string? Name, ulong Nodes);

/// <summary>Where ordinary reclaim puts anonymous pages.</summary>
public sealed record Swap(string Path, long Capacity, long? LatencyNanoseconds, long? BytesPerSecond);

/// <summary>The program's own store behind file pages: its measured speed.</summary>
public sealed record BackingStore(long? LatencyNanoseconds, long? BytesPerSecond);
