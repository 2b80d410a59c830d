using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Tool.Predicates;

namespace TierPolicy.Tool.Explaining;

/// <summary>What becomes of one page, and why.</summary>
/// <param name="Question">The page as asked about.</param>
/// <param name="Verdict">As <c>expect</c> has it.</param>
/// <param name="Targets">For a demotion, the nodes to try first, the best first.</param>
/// <param name="Why">The last word: the rule that decides, or what happens without one.</param>
/// <param name="Attempts">The rules that were tried, up to the one that decides.</param>
/// <param name="Promotion">What happens if the page is accessed instead.</param>
/// <param name="PromotionAttempts">The promotion rules that are tried then, up to the one that decides.</param>
internal sealed record PageExplanation(
    string Question,
    PageFacts Facts,
    Verdict Verdict,
    IReadOnlyList<int> Targets,
    string Why,
    IReadOnlyList<AttemptExplanation> Attempts,
    PromotionVerdict Promotion,
    IReadOnlyList<AttemptExplanation> PromotionAttempts)
{
    public static PageExplanation Of(Policy policy, PageQuestion question, PredicateAnswers predicates, NodeSet offline, NodePlan plan)
    {
        PageFacts facts = predicates.Facts;
        int set = new OnlineSets(policy.Topology).SetWithout(offline);
        Verdict decided = RuleEvaluator.Evaluate(policy, facts, set);
        Verdict verdict = RuleEvaluator.Expect(policy, facts, set);
        ulong gate = RuleEvaluator.Evaluate(policy with { ReclaimRules = default }, facts, set).Targets;
        return new PageExplanation(
            question.Text,
            facts,
            verdict,
            [.. plan.Candidates.Select(candidate => candidate.Score.Node).Where(verdict.DemotesTo)],
            WhyOf(policy, decided, verdict, facts),
            [.. RuleEvaluator.Attempts(policy, facts, set).Select(attempt => AttemptExplanation.Of(policy, predicates, attempt, gate))],
            PromotionEvaluator.Evaluate(policy, facts, set),
            [.. PromotionEvaluator.Attempts(policy, facts, set).Select(attempt => AttemptExplanation.OfPromotion(policy, predicates, attempt))]);
    }

    private static string WhyOf(Policy policy, Verdict decided, Verdict verdict, PageFacts facts)
    {
        if (verdict.Kind != decided.Kind)
        {
            return $"the rules demote it, but the domain '{policy.Domains[facts.Domain - 1].Name}' has demotion off";
        }

        string why = decided.Rule >= 0 ? $"rule {decided.Rule + 1} decides"
            : decided.Kind == ReclaimVerdict.Demote ? "no rule matches and no demote rule names its node, so the table decides"
            : policy.ReclaimRules.Any(rule => rule.Verdict == ReclaimVerdict.Demote && new NodeSet(rule.Sources).Contains(facts.Node))
                ? "no rule matches, so ordinary reclaim takes it"
                : "no rule matches and there is nowhere to demote it to, so ordinary reclaim takes it";
        bool isOff = decided.Kind == ReclaimVerdict.Demote && !policy.Reclaim.HasFlag(ReclaimModes.Migrate);
        return isOff ? why + "; but without 'reclaim migrate' nothing is demoted, and ordinary reclaim takes it" : why;
    }
}

/// <summary>How one rule fared.</summary>
/// <param name="Rule">Its index.</param>
/// <param name="Text">The rule as written.</param>
internal sealed record AttemptExplanation(int Rule, string Text, bool Matches, string Why)
{
    public static AttemptExplanation Of(Policy policy, PredicateAnswers predicates, RuleAttempt attempt, ulong gate)
    {
        ReclaimRule rule = policy.ReclaimRules[attempt.Rule];
        ulong targets = rule.Verdict == ReclaimVerdict.Demote ? attempt.Targets : gate;
        return new AttemptExplanation(attempt.Rule, rule.Text, attempt.Outcome == RuleOutcome.Matches, Explain(policy, predicates, attempt.Outcome, rule.When, targets));
    }

    public static AttemptExplanation OfPromotion(Policy policy, PredicateAnswers predicates, RuleAttempt attempt)
    {
        PromoteRule rule = policy.PromoteRules[attempt.Rule];
        return new AttemptExplanation(attempt.Rule, rule.Text, attempt.Outcome == RuleOutcome.Matches, Explain(policy, predicates, attempt.Outcome, rule.When, attempt.Targets));
    }

    private static string Explain(Policy policy, PredicateAnswers predicates, RuleOutcome outcome, Expression? when, ulong targets)
    {
        PageFacts facts = predicates.Facts;
        string node = policy.Topology.Nodes[facts.Node].Name;

        // As in the hooks: nowhere to go is nothing free.
        long targetFree = targets == 0 ? 0 : facts.TargetFree ?? 1_000_000;
        ConditionReason reason = new(policy, predicates, targetFree);
        return outcome switch
        {
            RuleOutcome.OtherNode => $"it is not about pages on {node}",
            RuleOutcome.NoTarget => facts.Domain == 0
                ? $"from {node} there is nowhere to demote to that it names"
                : $"from {node} there is nowhere to demote to that it names and the domain '{policy.Domains[facts.Domain - 1].Name}' allows",
            RuleOutcome.ConditionFails => "does not match: " + reason.Explain(when!),
            _ => "matches: " + (when is null ? "it has no condition" : reason.Explain(when)),
        };
    }
}
