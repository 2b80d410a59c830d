namespace TierPolicy.Language.Ordering;

/// <summary>What an order comes to in one set of nodes on line: the targets of each node. A node without preferred targets is terminal.</summary>
public sealed class DemotionTargets
{
    private readonly int[] _next;
    private readonly NodeSet[] _preferred;
    private readonly NodeSet[] _fallback;

    public DemotionTargets(int nodes)
    {
        _next = new int[nodes];
        _preferred = new NodeSet[nodes];
        _fallback = new NodeSet[nodes];
        for (int node = 0; node < nodes; node++)
        {
            _next[node] = -1;
        }
    }

    /// <summary>The target that stands for all where one is wanted, -1 for a terminal node: <c>next_demotion_node()</c>.</summary>
    public int Next(int source) => _next[source];

    public NodeSet Preferred(int source) => _preferred[source];

    public NodeSet Fallback(int source) => _fallback[source];

    public void Set(int source, int next, NodeSet preferred, NodeSet fallback)
    {
        _next[source] = next;
        _preferred[source] = preferred;
        _fallback[source] = fallback;
    }
}
