namespace TierPolicy.Language.Ordering;

/// <summary>
/// <c>order tiers</c>: down to the nearest nodes of the next lower tier, or, when these fail, to any node of any lower tier.
/// <c>establish_demotion_targets</c>, <c>mm/memory-tiers.c</c> of Linux 6.1 and later; checked against 6.12.
/// </summary>
public static class TiersOrder
{
    public static DemotionTargets Compute(NodeScores scores)
    {
        OrderInput input = scores.Input;
        DemotionTargets targets = new(input.Nodes);
        foreach (int source in input.Online)
        {
            NodeSet lower = NodeSet.Empty;
            int nextTier = int.MaxValue;
            foreach (int node in input.Online)
            {
                if (input.Tiers[node] > input.Tiers[source])
                {
                    lower = lower.With(node);
                    nextTier = Math.Min(nextTier, input.Tiers[node]);
                }
            }

            if (!lower.IsEmpty)
            {
                NodeSet preferred = Nearest(scores, source, NodesOf(nextTier, input));
                targets.Set(source, scores.Best(source, preferred), preferred, fallback: lower);
            }
        }

        return targets;
    }

    /// <summary>The nodes on line of a tier. A tier with none left is not there: the kernel drops it from its list of tiers.</summary>
    private static NodeSet NodesOf(int tier, OrderInput input)
    {
        NodeSet nodes = NodeSet.Empty;
        foreach (int node in input.Online)
        {
            nodes = input.Tiers[node] == tier ? nodes.With(node) : nodes;
        }

        return nodes;
    }

    /// <summary>
    /// Candidates by score for as long as their distance equals the first one's. This ends at the first that differs, even if one
    /// at the same distance comes later: penalties can put a node that is farther away in between.
    /// </summary>
    private static NodeSet Nearest(NodeScores scores, int source, NodeSet candidates)
    {
        NodeSet nearest = NodeSet.Empty;
        int distance = -1;
        foreach (NodeScore candidate in scores.Ranked(source, candidates))
        {
            if (distance >= 0 && candidate.Distance != distance)
            {
                break;
            }

            distance = candidate.Distance;
            nearest = nearest.With(candidate.Node);
        }

        return nearest;
    }
}
