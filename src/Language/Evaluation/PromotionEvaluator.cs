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
        foreach (RuleAttempt attempt in Attempts(policy, facts, onlineSet))
        {
            if (attempt.Outcome == RuleOutcome.Matches)
            {
                return new PromotionVerdict(attempt.Rule, NodeOf(attempt.Targets));
            }
        }

        return PromotionVerdict.Stay;
    }

    /// <summary>How each rule fared, in order, up to the one that decided. A rule has one target at most, and matches without one, too.</summary>
    public static IEnumerable<RuleAttempt> Attempts(Policy policy, PageFacts facts, int onlineSet = 0)
    {
        if (!policy.Topology.Nodes[facts.Node].Kind.IsByteAddressable())
        {
            yield break;
        }

        TargetChoice choice = new(policy, facts, onlineSet);
        for (int i = 0; i < policy.PromoteRules.Count; i++)
        {
            PromoteRule rule = policy.PromoteRules[i];
            if ((rule.Sources & (1UL << facts.Node)) == 0)
            {
                yield return new RuleAttempt(i, RuleOutcome.OtherNode, 0);
                continue;
            }

            int target = choice.BestOf(rule.Targets);
            ulong targets = target < 0 ? 0 : 1UL << target;
            if (ExpressionEvaluator.Holds(rule.When, facts, choice.TargetFree(targets)))
            {
                yield return new RuleAttempt(i, RuleOutcome.Matches, targets);
                yield break;
            }

            yield return new RuleAttempt(i, RuleOutcome.ConditionFails, targets);
        }
    }

    private static int NodeOf(ulong targets)
    {
        for (int node = 0; node < 64; node++)
        {
            if (targets == 1UL << node)
            {
                return node;
            }
        }

        return -1;
    }
}
