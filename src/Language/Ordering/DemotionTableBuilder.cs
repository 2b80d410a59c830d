using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Ordering;

/// <summary>
/// Computes the tables for every set of nodes on line ahead of time, so that a node that goes off line costs the program one
/// changed index, where the kernel recomputes (<c>mm/migrate.c</c> of Linux 5.15 to 6.0, <c>mm/memory-tiers.c</c> since 6.1).
/// </summary>
public static class DemotionTableBuilder
{
    /// <param name="topology">A topology within the limits of the language.</param>
    /// <param name="order">The order.</param>
    /// <param name="rules">The policy's reclaim rules: only <see cref="DemotionOrder.Manual"/> looks at them, and there they have no cycle.</param>
    /// <param name="cancellation">Cancels the computation.</param>
    /// <exception cref="ArgumentException">More than 64 nodes, or more than <see cref="OnlineSets.MaximalRows"/> rows.</exception>
    public static DemotionTables Build(Topology topology, DemotionOrder order, EquatableArray<ReclaimRule> rules, CancellationToken cancellation = default)
    {
        int nodes = topology.Nodes.Count;
        OnlineSets sets = new(topology);
        if (nodes > 64 || (long)nodes * sets.Count > OnlineSets.MaximalRows)
        {
            throw new ArgumentException("The topology is past the limits of the language.", nameof(topology));
        }

        int rows = nodes * sets.Count;
        sbyte[] next = new sbyte[rows];
        ulong[] preferred = new ulong[rows];
        ulong[] fallback = new ulong[rows];
        byte[] byScore = new byte[rows * nodes];
        byte[] allocationOrder = new byte[rows * nodes];
        for (int set = 0; set < sets.Count; set++)
        {
            cancellation.ThrowIfCancellationRequested();
            OrderInput input = OrderInput.Of(topology, sets.NodesOnLine(set));
            NodeLoads loads = NodeLoads.Build(input);
            NodeScores scores = new(input, loads);
            DemotionTargets targets = Compute(order, scores, rules);
            for (int node = 0; node < nodes; node++)
            {
                int row = (set * nodes) + node;
                next[row] = (sbyte)targets.Next(node);
                preferred[row] = targets.Preferred(node).Bits;
                fallback[row] = targets.Fallback(node).Bits;
                Fill(byScore, row, nodes, input.Online.Contains(node) ? [.. scores.Ranked(node, input.Online).Select(score => score.Node)] : []);
                Fill(allocationOrder, row, nodes, loads.FallbackList(node));
            }
        }

        return new DemotionTables
        {
            Nodes = nodes,
            Sets = sets.Count,
            Next = new(next),
            Preferred = new(preferred),
            Fallback = new(fallback),
            ByScore = new(byScore),
            AllocationOrder = new(allocationOrder),
        };
    }

    private static DemotionTargets Compute(DemotionOrder order, NodeScores scores, EquatableArray<ReclaimRule> rules) => order switch
    {
        DemotionOrder.Tiers => TiersOrder.Compute(scores),
        DemotionOrder.Nearest => NearestOrder.Compute(scores),
        DemotionOrder.Exclusive => ExclusiveOrder.Compute(scores),
        DemotionOrder.Manual => ManualOrder.Compute(scores.Input, rules),
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    private static void Fill(byte[] table, int row, int nodes, IReadOnlyList<int> list)
    {
        for (int i = 0; i < nodes; i++)
        {
            table[(row * nodes) + i] = i < list.Count ? (byte)list[i] : DemotionTables.End;
        }
    }
}
