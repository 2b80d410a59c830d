using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Lets pages come up again: a rule from the slower tiers of memory to the fastest one.</summary>
internal sealed class AddPromoteRuleFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Policy is not { Topology: { } topology } || context.Innermost<PolicySyntax>() is not { } syntax)
        {
            yield break;
        }

        Tier[] memory = [.. topology.Tiers.Where(tier => NodesOf(topology, tier).Any(node => node.Kind.IsByteAddressable()))];
        if (memory.Length < 2)
        {
            yield break;
        }

        string sources = string.Join(", ", memory.Skip(1).Select(tier => Name(topology, tier)));
        string rule = $"promote {sources} -> {Name(topology, memory[0])} when page.accesses >= 2;";
        yield return new Fix(
            $"Add '{rule}'",
            syntax.Members.LastOrDefault(member => member is RuleSyntax or ClauseSyntax or ReclaimSyntax or WatermarksSyntax) is { } last
                ? context.Text.AddAfter(last.Location.Span, rule)
                : context.Text.AddWithin(context.TokenFrom(syntax.Topology.Location.Span.End, TokenKind.OpenBrace).End, rule));
    }

    /// <summary>A tier that was derived has no name: its nodes are named.</summary>
    private static string Name(Topology topology, Tier tier)
        => tier.Name ?? string.Join(", ", NodesOf(topology, tier).Where(node => node.Kind.IsByteAddressable()).Select(node => node.Name));

    private static IEnumerable<Node> NodesOf(Topology topology, Tier tier) => topology.Nodes.Where(node => (tier.Nodes & (1UL << node.Id)) != 0);
}
