using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>The tables as seen in one set of nodes on line.</summary>
internal sealed record SetOfTables(DemotionTables Tables, Topology Topology, EquatableArray<ReclaimRule> Rules, int Set)
{
    public int Nodes => Tables.Nodes;

    public NodeSet Online => new OnlineSets(Topology).NodesOnLine(Set);

    public NodeSet InPlace => Sets.Of(Topology.Nodes.Where(node => node.Kind.IsByteAddressable()).Select(node => node.Id));

    public NodeSet WithCpus => Sets.Of(Topology.Nodes.Where(node => node.HasCpus).Select(node => node.Id));

    public int Next(int node) => Tables.Next[(Set * Nodes) + node];

    public NodeSet Preferred(int node) => new(Tables.Preferred[(Set * Nodes) + node]);

    public NodeSet Fallback(int node) => new(Tables.Fallback[(Set * Nodes) + node]);

    public NodeSet Targets(int node) => Preferred(node) | Fallback(node);

    public int[] ByScore(int node) => List(Tables.ByScore, node);

    public int[] AllocationOrder(int node) => List(Tables.AllocationOrder, node);

    private int[] List(EquatableArray<byte> table, int node)
    {
        byte[] row = [.. table.Skip(((Set * Nodes) + node) * Nodes).Take(Nodes)];
        int[] list = [.. row.TakeWhile(entry => entry != DemotionTables.End).Select(entry => (int)entry)];
        Assert.All(row.Skip(list.Length), entry => Assert.Equal(DemotionTables.End, entry));
        return list;
    }
}
