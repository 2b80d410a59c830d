using TierPolicy.Language.Model;

namespace TierPolicy.Language.Ordering;

/// <summary>The scores of nodes as demotion targets in one set of nodes on line: <c>find_next_best_node</c>, <c>mm/page_alloc.c</c> of Linux 6.12.</summary>
public sealed class NodeScores
{
    private readonly NodeLoads _loads;

    public NodeScores(OrderInput input, NodeLoads loads)
    {
        Input = input;
        _loads = loads;
    }

    public OrderInput Input { get; }

    /// <summary>The scores in one set of nodes on line of a topology.</summary>
    public static NodeScores Of(Topology topology, NodeSet online)
    {
        OrderInput input = OrderInput.Of(topology, online);
        return new NodeScores(input, NodeLoads.Build(input));
    }

    public NodeScore Of(int source, int candidate) => new(
        candidate,
        Input.Distance(source, candidate),
        LowerIdPenalty: candidate < source ? 1 : 0,
        CpuPenalty: Input.WithCpus.Contains(candidate) ? 1 : 0,
        _loads[candidate]);

    /// <summary>The candidates that are on line and not the source itself, best first.</summary>
    public IReadOnlyList<NodeScore> Ranked(int source, NodeSet candidates)
    {
        List<NodeScore> ranked = [];
        foreach (int candidate in (candidates & Input.Online).Without(source))
        {
            ranked.Add(Of(source, candidate));
        }

        ranked.Sort();
        return ranked;
    }

    /// <summary>The best of the candidates that are on line and not the source itself, -1 for none.</summary>
    public int Best(int source, NodeSet candidates)
    {
        NodeScore? best = null;
        foreach (int candidate in (candidates & Input.Online).Without(source))
        {
            NodeScore score = Of(source, candidate);
            if (best is null || score.CompareTo(best.Value) < 0)
            {
                best = score;
            }
        }

        return best?.Node ?? -1;
    }
}
