using System.Globalization;
using Spectre.Console;
using TierPolicy.Language.Model;
using TierPolicy.Tool.Reports;

namespace TierPolicy.Tool.Explaining;

/// <summary>Shows an explanation to a person: the table, then node by node in words, then the page.</summary>
internal sealed class ExplanationPrinter(Terminal terminal)
{
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Faint = new(Color.Grey);

    private PolicyExplanation _explanation = null!;

    public void Print(PolicyExplanation explanation)
    {
        _explanation = explanation;
        PrintHeading();
        PrintTable();
        foreach (NodePlan plan in explanation.Nodes.Where(plan => plan.IsOnline))
        {
            PrintNode(plan);
        }

        PrintRules();
        if (explanation.Page is { } page)
        {
            PrintPage(page);
        }
    }

    private void PrintHeading()
    {
        Policy policy = _explanation.Policy;
        Line($"{policy.Name} on {policy.Topology.Name}", Strong);
        string modes = policy.Reclaim == ReclaimModes.None ? "none" : policy.Reclaim.ToString().ToLowerInvariant().Replace(",", " |", StringComparison.Ordinal);
        Line($"order {policy.Order.ToString().ToLowerInvariant()}; reclaim {modes}; aging {policy.Aging.ToString().ToLowerInvariant()}; admission {policy.Admission.ToString().ToLowerInvariant()}");
        if (!policy.Reclaim.HasFlag(ReclaimModes.Migrate))
        {
            Line("Without 'reclaim migrate' nothing is demoted, whatever the table says.");
        }

        if (!_explanation.Offline.IsEmpty)
        {
            Line("off line: " + string.Join(", ", policy.Topology.Nodes.Where(node => _explanation.Offline.Contains(node.Id)).Select(node => node.Name)));
        }

        Line();
    }

    private void PrintTable()
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("node", "tier", "kind", "demotes to", "or else to", "when full, allocates on");
        foreach (NodePlan plan in _explanation.Nodes)
        {
            table.AddRow(
                new Text(plan.Node.Name, Strong),
                new Text(TierOf(plan.Node)),
                new Text(plan.Node.Kind.ToString().ToLowerInvariant()),
                new Text(!plan.IsOnline ? "(off line)" : plan.IsTerminal ? "none" : Names(plan.Preferred)),
                new Text(Names(plan.Fallback.Except(plan.Preferred))),
                new Text(Names(plan.AllocationOrder.Skip(1))));
        }

        terminal.Tables.Write(table);
        Line();
    }

    private void PrintNode(NodePlan plan)
    {
        DemotionOrder order = _explanation.Policy.Order;
        Line(plan.IsTerminal ? $"{plan.Node.Name} is the end of its chain" : $"{plan.Node.Name} demotes to {Names(plan.Preferred, " or ")}", Strong);
        Line($"  why    {OrderReason.OfTargets(order, plan)}");
        int[] others = [.. plan.Fallback.Except(plan.Preferred)];
        if (others.Length > 0)
        {
            Line($"  else   {Names(others)}: the best by score that has room");
        }

        Line($"  chain  {Names(plan.Chain, " -> ")} -> none");
        if (!plan.IsTerminal)
        {
            PrintScores(plan);
        }

        Line();
    }

    /// <summary>Less is better: the score, then the load, then the lower id.</summary>
    private void PrintScores(NodePlan plan)
    {
        Table table = new Table().Border(TableBorder.None).AddColumn("candidate");
        foreach (string column in (string[])["score", "distance", "lower id", "has CPUs", "load"])
        {
            table.AddColumn(column, added => added.RightAligned());
        }

        table.AddColumn("tier").AddColumn("is");
        foreach (Candidate candidate in plan.Candidates)
        {
            Node node = _explanation.Policy.Topology.Nodes[candidate.Score.Node];
            table.AddRow(
                new Text(node.Name),
                Number(candidate.Score.Value),
                Number(candidate.Score.Distance),
                Penalty(candidate.Score.LowerIdPenalty),
                Penalty(candidate.Score.CpuPenalty),
                Number(candidate.Score.Load),
                new Text(TierOf(node)),
                new Text(OrderReason.OfStanding(_explanation.Policy.Order, candidate.Standing)));
        }

        terminal.Tables.Write(new Padder(table, new Padding(2, 0, 0, 0)));
        Line($"  {OrderReason.OfScores}", Faint);

        static Text Number(int number) => new(number.ToString(CultureInfo.InvariantCulture));

        static Text Penalty(int number) => new(number == 0 ? "" : $"+{number.ToString(CultureInfo.InvariantCulture)}");
    }

    private void PrintRules()
    {
        Policy policy = _explanation.Policy;
        Line(policy.ReclaimRules.Count == 0 ? "No reclaim rules: every victim goes where the table says." : "Rules for a victim, the first that matches decides:", Strong);
        for (int i = 0; i < policy.ReclaimRules.Count; i++)
        {
            Line($"  {i + 1,2}. {policy.ReclaimRules[i].Text}");
        }

        if (policy.PromoteRules.Count > 0)
        {
            Line("Rules for a page that is accessed:", Strong);
            for (int i = 0; i < policy.PromoteRules.Count; i++)
            {
                Line($"  {i + 1,2}. {policy.PromoteRules[i].Text}");
            }
        }

        Line();
    }

    private void PrintPage(PageExplanation page)
    {
        Line($"A page {page.Question}", Strong);
        PrintAttempts(page.Attempts);
        string verdict = page.Verdict.Kind.ToString().ToLowerInvariant();
        Line($"  => {(page.Targets.Count == 0 ? verdict : $"{verdict} to {Names(page.Targets, " or ")}")}: {page.Why}", Strong);
        Line("The same page when it is accessed", Strong);
        PrintAttempts(page.PromotionAttempts);
        Line("  => " + page.Promotion switch
        {
            { Target: >= 0 } promotion => $"promoted to {_explanation.NameOf(promotion.Target)}, by promote rule {promotion.Rule + 1}",
            { Rule: >= 0 } promotion => $"it stays; promote rule {promotion.Rule + 1} matches, but its targets cannot be used",
            _ when !_explanation.Policy.Topology.Nodes[page.Facts.Node].Kind.IsByteAddressable() => "paged in to the reader's node",
            _ => "it stays; no promote rule matches",
        }, Strong);
        Line();
    }

    private void PrintAttempts(IReadOnlyList<AttemptExplanation> attempts)
    {
        foreach (AttemptExplanation attempt in attempts)
        {
            Line($"  {attempt.Rule + 1,2}. {attempt.Text}");
            Line($"      {attempt.Why}", attempt.Matches ? new Style(Color.Green) : new Style(Color.Grey));
        }
    }

    private string TierOf(Node node)
    {
        string rank = node.Tier.ToString(CultureInfo.InvariantCulture);
        return _explanation.Policy.Topology.Tiers[node.Tier].Name is { } name ? $"{rank} {name}" : rank;
    }

    private string Names(IEnumerable<int> nodes, string separator = ", ") => string.Join(separator, _explanation.NamesOf(nodes));

    private void Line(string text = "", Style? style = null)
    {
        terminal.Lines.Write(new Text(Excerpt.Visible(text), style ?? Style.Plain));
        terminal.Lines.WriteLine();
    }
}
