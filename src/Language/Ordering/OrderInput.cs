using TierPolicy.Language.Model;

namespace TierPolicy.Language.Ordering;

/// <summary>All that the orders look at: a topology in one set of nodes on line.</summary>
public sealed class OrderInput
{
    /// <summary>How many nodes there are, on line or not.</summary>
    public required int Nodes { get; init; }

    public required NodeSet Online { get; init; }

    /// <summary>The nodes with CPUs, on line or not.</summary>
    public required NodeSet WithCpus { get; init; }

    /// <summary>The nodes that are read in place, on line or not.</summary>
    public required NodeSet ByteAddressable { get; init; }

    /// <summary>The SLIT matrix, row by row: entry <c>source * Nodes + target</c>.</summary>
    public required IReadOnlyList<byte> Distances { get; init; }

    /// <summary>A node's tier: lower is faster. Ranks need not be dense.</summary>
    public required IReadOnlyList<int> Tiers { get; init; }

    public int Distance(int source, int target) => Distances[(source * Nodes) + target];

    public static OrderInput Of(Topology topology, NodeSet online)
    {
        NodeSet withCpus = NodeSet.Empty;
        NodeSet byteAddressable = NodeSet.Empty;
        int[] tiers = new int[topology.Nodes.Count];
        foreach (Node node in topology.Nodes)
        {
            tiers[node.Id] = node.Tier;
            withCpus = node.HasCpus ? withCpus.With(node.Id) : withCpus;
            byteAddressable = node.Kind.IsByteAddressable() ? byteAddressable.With(node.Id) : byteAddressable;
        }

        return new OrderInput
        {
            Nodes = topology.Nodes.Count,
            Online = online,
            WithCpus = withCpus,
            ByteAddressable = byteAddressable,
            Distances = topology.Distances,
            Tiers = tiers,
        };
    }
}
