namespace TierPolicy.Tool.Explaining;

/// <summary>What <c>explain --json</c> prints.</summary>
internal sealed record ReportJson(IReadOnlyList<PolicyJson> Policies)
{
    public static ReportJson Of(IEnumerable<PolicyExplanation> explanations) => new([.. explanations.Select(PolicyJson.Of)]);
}

internal sealed record PolicyJson(string Name, string Topology, IReadOnlyList<NodeJson> Nodes, PageJson? Page)
{
    public static PolicyJson Of(PolicyExplanation explanation) => new(
        explanation.Policy.Name,
        explanation.Policy.Topology.Name,
        [.. explanation.Nodes.Select(plan => NodeJson.Of(plan, explanation))],
        explanation.Page is { } page ? PageJson.Of(page, explanation) : null);
}

/// <summary>One node's row of the table. The lists are the best first; those of a node that is off line are empty.</summary>
internal sealed record NodeJson(
    string Name,
    int Id,
    int Tier,
    IReadOnlyList<string> Preferred,
    IReadOnlyList<string> Fallback,
    IReadOnlyList<string> FallbackOrder)
{
    public static NodeJson Of(NodePlan plan, PolicyExplanation explanation) => new(
        plan.Node.Name,
        plan.Node.Id,
        plan.Node.Tier,
        [.. explanation.NamesOf(plan.Preferred)],
        [.. explanation.NamesOf(plan.Fallback)],
        [.. explanation.NamesOf(plan.AllocationOrder)]);
}

/// <summary>Only with <c>--page</c>. Rules are counted from 1; no rule: none matched.</summary>
internal sealed record PageJson(
    string Node,
    string Verdict,
    IReadOnlyList<string> Targets,
    int? Rule,
    string Why,
    IReadOnlyList<AttemptJson> Attempts,
    PromotionJson? Promotion,
    IReadOnlyList<AttemptJson> PromotionAttempts)
{
    public static PageJson Of(PageExplanation page, PolicyExplanation explanation) => new(
        explanation.NameOf(page.Facts.Node),
        page.Verdict.Kind.ToString().ToLowerInvariant(),
        [.. explanation.NamesOf(page.Targets)],
        page.Verdict.Rule < 0 ? null : page.Verdict.Rule + 1,
        page.Why,
        [.. page.Attempts.Select(AttemptJson.Of)],
        page.Promotion.Target < 0 ? null : new PromotionJson(page.Promotion.Rule + 1, explanation.NameOf(page.Promotion.Target)),
        [.. page.PromotionAttempts.Select(AttemptJson.Of)]);
}

internal sealed record AttemptJson(int Rule, string Text, bool Matches, string Why)
{
    public static AttemptJson Of(AttemptExplanation attempt) => new(attempt.Rule + 1, attempt.Text, attempt.Matches, attempt.Why);
}

internal sealed record PromotionJson(int Rule, string Target);
