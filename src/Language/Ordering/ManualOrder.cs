using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Ordering;

/// <summary>
/// <c>order manual</c>: the demote rules are the graph. A node prefers the first target that is named for it and on line; all
/// others named for it are its fallback. That there is no cycle is checked apart, by <see cref="CycleFinder"/>.
/// </summary>
public static class ManualOrder
{
    public static DemotionTargets Compute(OrderInput input, EquatableArray<ReclaimRule> rules)
    {
        DemotionTargets targets = new(input.Nodes);
        foreach (int source in input.Online)
        {
            int first = -1;
            NodeSet named = NodeSet.Empty;
            foreach (int target in NamedFor(source, rules))
            {
                // A node is never its own target: the cycle finder reports such an edge, and the table stays sound without it.
                if (target != source && input.Online.Contains(target))
                {
                    first = first < 0 ? target : first;
                    named = named.With(target);
                }
            }

            if (first >= 0)
            {
                targets.Set(source, first, NodeSet.Of(first), named.Without(first));
            }
        }

        return targets;
    }

    /// <summary>The targets of all demote rules that name a node, in the order named, possibly more than once.</summary>
    internal static IEnumerable<int> NamedFor(int source, EquatableArray<ReclaimRule> rules) =>
        from rule in rules
        where rule.Verdict == ReclaimVerdict.Demote && new NodeSet(rule.Sources).Contains(source)
        from target in rule.Targets
        select target;
}
