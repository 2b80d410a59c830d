using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Looks at the rules of a policy that has no errors for those that are there for nothing, or lead the wrong way.</summary>
internal sealed class RuleChecker(Policy policy, PolicySyntax syntax, RuleChains chains, DiagnosticBag diagnostics, CancellationToken cancellation)
{
    // A line is soon full.
    private const int MostNamed = 3;

    private readonly ConditionChecker _conditions = new(policy.Domains.Count, diagnostics);

    /// <param name="isOrderEmpty">The order gives no node a target, which has been reported.</param>
    public void Check(bool isOrderEmpty)
    {
        CheckReclaimRules(isOrderEmpty);
        CheckPromoteRules();
        foreach ((ProactiveSyntax written, ProactiveRule rule) in syntax.Members.OfType<ProactiveSyntax>().Zip(policy.ProactiveRules, (written, rule) => (written, rule)))
        {
            _conditions.Check(written.When, rule.When);
        }
    }

    private void CheckReclaimRules(bool isOrderEmpty)
    {
        Dictionary<int, SortedSet<int>> dead = LiveRules.FindDead(policy, chains, cancellation);
        RuleSyntax[] rules = [.. syntax.Members.OfType<RuleSyntax>()];
        for (int i = 0; i < rules.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReclaimRule rule = policy.ReclaimRules[i];
            bool isNeverTrue = _conditions.Check(rules[i].When, rule.When);
            if (rule.Verdict == ReclaimVerdict.Demote && !isOrderEmpty)
            {
                CheckTargets(rules[i], rule);
            }

            if (dead.TryGetValue(i, out SortedSet<int>? by) && !isNeverTrue)
            {
                ReportDead(rule.Location, [.. by.Select(earlier => (policy.ReclaimRules[earlier].Text, policy.ReclaimRules[earlier].Location))]);
            }
        }
    }

    private void CheckPromoteRules()
    {
        Dictionary<int, SortedSet<int>> dead = LiveRules.FindDeadPromotions(policy, cancellation);
        PromoteSyntax[] rules = [.. syntax.Members.OfType<PromoteSyntax>()];
        for (int i = 0; i < rules.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            PromoteRule rule = policy.PromoteRules[i];
            bool isNeverTrue = _conditions.Check(rules[i].When, rule.When);
            CheckPromotionDown(rules[i], rule);
            if (!policy.Topology.Nodes.Any(node => IsIn(rule.Sources, node) && node.Kind.IsByteAddressable()))
            {
                diagnostics.Report(
                    Descriptors.RuleNeverMatches, rule.Location, $"pages on {NodeNames.List(policy.Topology, rule.Sources)} come up when they are read, without a rule");
            }
            else if (dead.TryGetValue(i, out SortedSet<int>? by) && !isNeverTrue)
            {
                ReportDead(rule.Location, [.. by.Select(earlier => (policy.PromoteRules[earlier].Text, policy.PromoteRules[earlier].Location))]);
            }
        }
    }

    /// <param name="rule">Where the rule stands.</param>
    /// <param name="covering">The rules that leave it nothing.</param>
    private void ReportDead(SourceLocation rule, (string Text, SourceLocation Location)[] covering)
        => diagnostics.Report(Diagnostic.Create(Descriptors.RuleNeverMatches, rule, "the rules before it take every page that it would") with
        {
            Related = covering.Length == 0 ? null : new RelatedLocation(Takes([.. covering.Skip(1).Select(other => $"'{NumberReader.Shorten(other.Text)}'")]), covering[0].Location),
        });

    private static string Takes(string[] others)
    {
        if (others.Length == 0)
        {
            return "this one takes them all";
        }

        string last = others.Length <= MostNamed ? others[others.Length - 1] : $"{Quantity.Show(NumberKind.Integer, others.Length - MostNamed)} more";
        string between = string.Concat(others.Take(Math.Min(others.Length - 1, MostNamed)).Select(other => ", " + other));
        return $"this one{between} and {last} take them all";
    }

    private void CheckTargets(RuleSyntax written, ReclaimRule rule)
    {
        ulong reach = 0;
        foreach (Node node in policy.Topology.Nodes)
        {
            reach |= IsIn(rule.Sources, node) ? chains.Reach(node.Id) : 0;
        }

        if (policy.Order == DemotionOrder.Manual)
        {
            CheckDemotionUp(written, rule);
        }
        else if (written.Targets is { IsAll: false } targets)
        {
            foreach (NameSyntax name in targets.Names)
            {
                if ((NodeNames.Find(policy.Topology, name.Text) & reach) == 0)
                {
                    diagnostics.Report(
                        Descriptors.TargetNeverGiven, name.Location, NodeNames.Of(policy.Order), NodeNames.List(policy.Topology, rule.Sources), name.Text);
                }
            }
        }
        else if (reach == 0 && written.Sources is { IsAll: false })
        {
            diagnostics.Report(Descriptors.RuleNeverMatches, rule.Location, $"nothing is demoted from {NodeNames.List(policy.Topology, rule.Sources)}");
        }
    }

    /// <summary>One pair is enough to show.</summary>
    private void CheckDemotionUp(RuleSyntax written, ReclaimRule rule)
    {
        Node? source = policy.Topology.Nodes.FirstOrDefault(node => IsIn(rule.Sources, node) && !node.Kind.IsByteAddressable());
        Node? target = rule.Targets.Select(id => policy.Topology.Nodes[id]).FirstOrDefault(node => node.Kind.IsByteAddressable());
        if (source is not null && target is not null)
        {
            diagnostics.Report(Descriptors.DemotionToMemory, written.Targets!.Location, source.Name, target.Name);
        }
    }

    /// <summary>A page that can be promoted only to slower tiers is, whatever else the rule is good for. Who says '*' names none of them.</summary>
    private void CheckPromotionDown(PromoteSyntax written, PromoteRule rule)
    {
        if (written.Targets.IsAll)
        {
            return;
        }

        foreach (Node source in policy.Topology.Nodes.Where(node => IsIn(rule.Sources, node) && node.Kind.IsByteAddressable()))
        {
            Node[] targets = [.. policy.Topology.Nodes.Where(node => IsIn(rule.Targets, node) && node.Id != source.Id)];
            if (targets.Length > 0 && targets.All(target => target.Tier > source.Tier))
            {
                diagnostics.Report(Descriptors.PromotionToSlowerTier, written.Targets.Location, source.Name, targets[0].Name);
                return;
            }
        }
    }

    private static bool IsIn(ulong set, Node node) => (set & (1UL << node.Id)) != 0;
}
