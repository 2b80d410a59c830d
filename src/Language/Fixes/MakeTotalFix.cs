using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Ends a policy's rules with one that takes what the others leave.</summary>
internal sealed class MakeTotalFix : FixKind
{
    private const string Discard = "discard *;";

    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Innermost<PolicySyntax>()?.Members.OfType<RuleSyntax>().LastOrDefault() is not { } last)
        {
            yield break;
        }

        // What happens now, only said.
        if (context.Policy is { } policy && Demotion(policy) is { } demotion)
        {
            yield return new Fix($"Add '{demotion}' and '{Discard}'", context.Text.AddAfter(last.Location.Span, demotion, Discard)) { Kind = "SayWhatHappens" };
        }

        yield return new Fix($"Add '{Discard}'", context.Text.AddAfter(last.Location.Span, Discard));
    }

    /// <summary>The rule for the nodes that no <c>demote</c> rule names, and whose pages are demoted for that; null where there are none.</summary>
    private static string? Demotion(Policy policy)
    {
        if ((policy.Reclaim & ReclaimModes.Migrate) == 0 || policy.Order == DemotionOrder.Manual)
        {
            return null;
        }

        ulong named = policy.ReclaimRules.Where(rule => rule.Verdict == ReclaimVerdict.Demote).Aggregate(0UL, (all, rule) => all | rule.Sources);
        Node[] nodes = [.. policy.Topology.Nodes.Where(node => (named & (1UL << node.Id)) == 0 && HasTargets(policy.Tables, node.Id))];
        return nodes.Length == 0 ? null
            : named == 0 ? "demote *;"
            : $"demote {string.Join(", ", nodes.Select(node => node.Name))};";
    }

    private static bool HasTargets(DemotionTables tables, int node)
        => Enumerable.Range(0, tables.Sets).Any(set => tables.Preferred[(set * tables.Nodes) + node] != 0);
}
