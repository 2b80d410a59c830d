using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;

namespace TierPolicy.Tool.Explaining;

/// <summary>What the table says of one node, in one set of nodes on line, and what it was chosen from.</summary>
internal sealed record NodePlan
{
    public required Node Node { get; init; }

    public required bool IsOnline { get; init; }

    /// <summary>Node ids, the first choice first.</summary>
    public required IReadOnlyList<int> Preferred { get; init; }

    /// <summary>Node ids, the best first.</summary>
    public required IReadOnlyList<int> Fallback { get; init; }

    /// <summary>Where memory is allocated instead when the node is full, the node itself first; empty for one that is not read in place.</summary>
    public required IReadOnlyList<int> AllocationOrder { get; init; }

    /// <summary>From the node down to a terminal one, always by the first choice.</summary>
    public required IReadOnlyList<int> Chain { get; init; }

    /// <summary>All other nodes on line, the best first.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    public bool IsTerminal => Preferred.Count == 0;

    public static IReadOnlyList<NodePlan> Of(Policy policy, NodeSet offline)
    {
        OnlineSets sets = new(policy.Topology);
        int set = sets.SetWithout(offline);
        NodeSet online = sets.NodesOnLine(set);
        NodeScores scores = NodeScores.Of(policy.Topology, online);
        return [.. policy.Topology.Nodes.Select(node => Of(policy, node, set, online, scores))];
    }

    private static NodePlan Of(Policy policy, Node node, int set, NodeSet online, NodeScores scores)
    {
        DemotionTables tables = policy.Tables;
        int row = (set * tables.Nodes) + node.Id;
        bool isOnline = online.Contains(node.Id);
        NodeSet preferred = new(tables.Preferred[row]);
        NodeSet fallback = new(tables.Fallback[row]);
        int[] ranked = Entries(tables.ByScore, row, tables.Nodes);
        return new NodePlan
        {
            Node = node,
            IsOnline = isOnline,
            Preferred = [.. ranked.Where(preferred.Contains).OrderBy(id => id == tables.Next[row] ? 0 : 1)],
            Fallback = [.. ranked.Where(fallback.Contains)],
            AllocationOrder = Entries(tables.AllocationOrder, row, tables.Nodes),
            Chain = isOnline ? ChainFrom(node.Id, tables, set) : [],
            Candidates = isOnline ? [.. scores.Ranked(node.Id, online).Select(score => new Candidate(score, StandingOf(score.Node)))] : [],
        };

        Standing StandingOf(int candidate)
            => preferred.Contains(candidate) ? Standing.Preferred
            : fallback.Contains(candidate) ? Standing.Fallback
            : policy.Order == DemotionOrder.Tiers && policy.Topology.Nodes[candidate].Tier <= node.Tier ? Standing.NotLower
            : Standing.PassedOver;
    }

    private static int[] Entries(IReadOnlyList<byte> table, int row, int nodes)
        => [.. Enumerable.Range(row * nodes, nodes).Select(i => (int)table[i]).TakeWhile(entry => entry != DemotionTables.End)];

    private static List<int> ChainFrom(int start, DemotionTables tables, int set)
    {
        List<int> chain = [];
        for (int node = start; node >= 0 && chain.Count < tables.Nodes; node = tables.Next[(set * tables.Nodes) + node])
        {
            chain.Add(node);
        }

        return chain;
    }
}
