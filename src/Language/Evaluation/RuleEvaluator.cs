using TierPolicy.Language.Model;

namespace TierPolicy.Language.Evaluation;

/// <summary>Runs the reclaim rules on a page that is a victim, as the compiled hooks do.</summary>
public static class RuleEvaluator
{
    /// <summary>
    /// What the rules, and where none matches the gate's look at the table, say. As in the hooks, whether demotion is on (the mode
    /// bits, the domain's <c>demotion</c>) is not asked.
    /// </summary>
    public static Verdict Evaluate(Policy policy, PageFacts facts, int onlineSet = 0)
    {
        foreach (RuleAttempt attempt in Attempts(policy, facts, onlineSet))
        {
            if (attempt.Outcome == RuleOutcome.Matches)
            {
                ReclaimRule rule = policy.ReclaimRules[attempt.Rule];
                return rule.Verdict == ReclaimVerdict.Demote
                    ? new Verdict(ReclaimVerdict.Demote, attempt.Targets, TargetChoice.NamedBy(rule), attempt.Rule)
                    : new Verdict(rule.Verdict, 0, 0, attempt.Rule);
            }
        }

        return NoRule(policy, facts, onlineSet);
    }

    /// <summary>What <c>expect</c> compares with: in a domain whose demotion is off, what the rules demote goes to ordinary reclaim.</summary>
    public static Verdict Expect(Policy policy, PageFacts facts, int onlineSet = 0)
    {
        Verdict verdict = Evaluate(policy, facts, onlineSet);
        bool refused = verdict.Kind == ReclaimVerdict.Demote
            && facts.Domain != 0
            && policy.Domains[facts.Domain - 1].Demotion == DomainDemotion.Off;
        return refused ? new Verdict(ReclaimVerdict.Discard, 0, 0, verdict.Rule) : verdict;
    }

    /// <summary>How each rule fared, in order, up to the one that decided.</summary>
    public static IEnumerable<RuleAttempt> Attempts(Policy policy, PageFacts facts, int onlineSet = 0)
    {
        TargetChoice choice = new(policy, facts, onlineSet);
        for (int i = 0; i < policy.ReclaimRules.Count; i++)
        {
            RuleAttempt attempt = Try(i, policy.ReclaimRules[i], facts, choice);
            yield return attempt;
            if (attempt.Outcome == RuleOutcome.Matches)
            {
                yield break;
            }
        }
    }

    private static RuleAttempt Try(int index, ReclaimRule rule, PageFacts facts, TargetChoice choice)
    {
        if (!Names(rule, facts.Node))
        {
            return new RuleAttempt(index, RuleOutcome.OtherNode, 0);
        }

        bool demotes = rule.Verdict == ReclaimVerdict.Demote;
        ulong targets = demotes ? choice.OfRule(rule) : 0;
        if (demotes && targets == 0)
        {
            return new RuleAttempt(index, RuleOutcome.NoTarget, 0);
        }

        // Where a keep or discard rule asks for target.free, it is that of the node to which the page would go without rules.
        long targetFree = choice.TargetFree(demotes ? targets : choice.Gate);
        bool holds = ExpressionEvaluator.Holds(rule.When, facts, targetFree);
        return new RuleAttempt(index, holds ? RuleOutcome.Matches : RuleOutcome.ConditionFails, targets);
    }

    /// <summary>A node that a demote rule names is demoted from by rule only; any other is demoted from as Linux does.</summary>
    private static Verdict NoRule(Policy policy, PageFacts facts, int onlineSet)
    {
        bool named = policy.ReclaimRules.Any(rule => rule.Verdict == ReclaimVerdict.Demote && Names(rule, facts.Node));
        ulong targets = named ? 0 : new TargetChoice(policy, facts, onlineSet).Gate;
        return targets == 0
            ? new Verdict(ReclaimVerdict.Discard, 0, 0, -1)
            : new Verdict(ReclaimVerdict.Demote, targets, ulong.MaxValue, -1);
    }

    private static bool Names(ReclaimRule rule, int node) => (rule.Sources & (1UL << node)) != 0;
}
