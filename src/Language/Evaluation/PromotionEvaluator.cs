using TierPolicy.Language.Model;

namespace TierPolicy.Language.Evaluation;

/// <summary>Runs the promotion rules on a page that was accessed, as the compiled hooks do.</summary>
public static class PromotionEvaluator
{
    /// <summary>
    /// The first rule that matches decides, even when the nodes it names are all off line or forbidden to the domain: then the
    /// page stays. On a node that is not byte-addressable an access is a page-in, to which no rule applies.
    /// </summary>
    public static PromotionVerdict Evaluate(Policy policy, PageFacts facts, int onlineSet = 0)
    {
        if (!policy.Topology.Nodes[facts.Node].Kind.IsByteAddressable())
        {
            return PromotionVerdict.Stay;
        }

        TargetChoice choice = new(policy, facts, onlineSet);
        for (int i = 0; i < policy.PromoteRules.Count; i++)
        {
            PromoteRule rule = policy.PromoteRules[i];
            if ((rule.Sources & (1UL << facts.Node)) == 0)
            {
                continue;
            }

            int target = choice.BestOf(rule.Targets);
            long targetFree = choice.TargetFree(target < 0 ? 0 : 1UL << target);
            if (ExpressionEvaluator.Holds(rule.When, facts, targetFree))
            {
                return new PromotionVerdict(i, target);
            }
        }

        return PromotionVerdict.Stay;
    }
}
