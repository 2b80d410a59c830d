using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Ordering;

/// <summary>Finds a cycle among the demote rules of a policy under <c>order manual</c>, whatever their conditions and whoever is on line.</summary>
public static class CycleFinder
{
    /// <summary>
    /// A shortest cycle, as a path whose last node is its first again (a rule that demotes a node to itself gives <c>[a, a]</c>), or
    /// null. Among cycles of the same length it is the one with the lowest first node, so that the message never changes.
    /// </summary>
    public static IReadOnlyList<int>? Find(int nodes, EquatableArray<ReclaimRule> rules)
    {
        NodeSet[] targets = new NodeSet[nodes];
        for (int node = 0; node < nodes; node++)
        {
            foreach (int target in ManualOrder.NamedFor(node, rules))
            {
                targets[node] = targets[node].With(target);
            }
        }

        List<int>? shortest = null;
        for (int start = 0; start < nodes; start++)
        {
            List<int>? cycle = ShortestThrough(start, targets);
            if (cycle is not null && (shortest is null || cycle.Count < shortest.Count))
            {
                shortest = cycle;
            }
        }

        return shortest;
    }

    /// <summary>Breadth first from a node until an edge leads back to it.</summary>
    private static List<int>? ShortestThrough(int start, NodeSet[] targets)
    {
        int[] cameFrom = new int[targets.Length];
        NodeSet seen = NodeSet.Of(start);
        Queue<int> ahead = new([start]);
        while (ahead.Count > 0)
        {
            int node = ahead.Dequeue();
            if (targets[node].Contains(start))
            {
                return PathBack(start, node, cameFrom);
            }

            foreach (int target in targets[node].Without(seen))
            {
                seen = seen.With(target);
                cameFrom[target] = node;
                ahead.Enqueue(target);
            }
        }

        return null;
    }

    private static List<int> PathBack(int start, int last, int[] cameFrom)
    {
        List<int> path = [start];
        for (int node = last; node != start; node = cameFrom[node])
        {
            path.Add(node);
        }

        path.Add(start);
        path.Reverse();
        return path;
    }
}
