namespace TierPolicy.Language.Ordering;

/// <summary>
/// The allocation fallback lists, and the loads that building them leaves behind: <c>node_load[]</c> after
/// <c>build_zonelists</c>, <c>mm/page_alloc.c</c> of Linux 6.12. The loads spread the targets of nodes that stand alike.
/// </summary>
public sealed class NodeLoads
{
    private static readonly int[] NoList = [];

    private readonly int[] _loads;
    private readonly int[][] _lists;

    private NodeLoads(int[] loads, int[][] lists)
    {
        _loads = loads;
        _lists = lists;
    }

    /// <summary>A node's load; 0 for a node that is off line or not byte-addressable.</summary>
    public int this[int node] => _loads[node];

    /// <summary>A node's list, itself first; empty for a node that is off line or not byte-addressable.</summary>
    public IReadOnlyList<int> FallbackList(int node) => _lists[node];

    public static NodeLoads Build(OrderInput input)
    {
        // Memory is allocated on byte-addressable nodes only: to the kernel's algorithm the others have no memory.
        NodeSet memory = input.Online & input.ByteAddressable;
        int[] loads = new int[input.Nodes];
        int[][] lists = new int[input.Nodes][];
        for (int node = 0; node < input.Nodes; node++)
        {
            lists[node] = memory.Contains(node) ? BuildList(input, memory, node, loads) : NoList;
        }

        return new NodeLoads(loads, lists);
    }

    private static int[] BuildList(OrderInput input, NodeSet memory, int local, int[] loads)
    {
        // The kernel looks for the best node anew after each one. Sorting once comes to the same: a load is raised only on a
        // node that is on the list already.
        List<NodeScore> others = [];
        foreach (int node in memory.Without(local))
        {
            // No CPU term: the lists are built at boot, when the CPUs are not yet attributed to their nodes.
            others.Add(new NodeScore(node, input.Distance(local, node), node < local ? 1 : 0, CpuPenalty: 0, loads[node]));
        }

        others.Sort();

        int[] list = new int[others.Count + 1];
        list[0] = local;
        for (int i = 0; i < others.Count; i++)
        {
            int node = others[i].Node;
            list[i + 1] = node;

            // The first node of a group at one distance pays, so that the next local node begins with another: round robin.
            if (input.Distance(local, node) != input.Distance(local, list[i]))
            {
                loads[node]++;
            }
        }

        return list;
    }
}
