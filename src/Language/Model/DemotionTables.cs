using TierPolicy.Language.Text;

namespace TierPolicy.Language.Model;

/// <summary>
/// What the order comes to, for every set of nodes on line. Set 0 has all nodes on line; in set <c>s</c> the k-th hotplug node
/// (by id, k from 0) is off line when bit k of <c>s</c> is set. A row is <c>set * nodes + node</c>; the rows of a node that
/// is off line are empty.
/// </summary>
public sealed record DemotionTables
{
    /// <summary>Marks the end of a list that is shorter than its row.</summary>
    public const byte End = 255;

    public required int Nodes { get; init; }

    public required int Sets { get; init; }

    /// <summary>By row: the first of the preferred targets by score (under <c>manual</c> by the order named), -1 for a terminal node.</summary>
    public required EquatableArray<sbyte> Next { get; init; }

    /// <summary>By row: bit set of the preferred targets.</summary>
    public required EquatableArray<ulong> Preferred { get; init; }

    /// <summary>By row: bit set of the fallback targets: they may include the preferred ones.</summary>
    public required EquatableArray<ulong> Fallback { get; init; }

    /// <summary>By row, <see cref="Nodes"/> entries each: all other nodes on line by score, best first, padded with <see cref="End"/>.</summary>
    public required EquatableArray<byte> ByScore { get; init; }

    /// <summary>
    /// By row, <see cref="Nodes"/> entries each: the allocation fallback list, the node itself first, byte-addressable nodes only,
    /// padded with <see cref="End"/>; empty for a node that is not byte-addressable.
    /// </summary>
    public required EquatableArray<byte> AllocationOrder { get; init; }
}
