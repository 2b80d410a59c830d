using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Evaluation;

/// <summary>Checks an <c>assert</c> against the table.</summary>
public static class AssertEvaluator
{
    /// <summary>
    /// Null when the chain holds: each node is among the preferred targets of the one before, and the last one is terminal where
    /// the chain ends in <c>none</c>. Else the path found instead: along the chain as far as it holds, then on by the next target.
    /// </summary>
    public static DemotionPath? Check(Policy policy, int onlineSet, IReadOnlyList<int> chain, bool endsInNone)
    {
        DemotionTables tables = policy.Tables;
        int firstRow = onlineSet * tables.Nodes;
        int held = 1;
        while (held < chain.Count && (tables.Preferred[firstRow + chain[held - 1]] & (1UL << chain[held])) != 0)
        {
            held++;
        }

        if (held == chain.Count && (!endsInNone || tables.Preferred[firstRow + chain[held - 1]] == 0))
        {
            return null;
        }

        List<int> path = [.. chain.Take(held)];
        int next = tables.Next[firstRow + path[path.Count - 1]];
        while (next >= 0 && path.Count <= tables.Nodes)
        {
            path.Add(next);
            next = tables.Next[firstRow + next];
        }

        return new DemotionPath(path.ToEquatableArray(), EndsInNone: next < 0);
    }
}
