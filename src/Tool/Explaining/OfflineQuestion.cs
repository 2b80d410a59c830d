using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Explaining;

/// <summary><c>--offline N,…</c>: names of nodes and tiers, as in <c>assert offline(…)</c>.</summary>
internal sealed class OfflineQuestion
{
    public const string Option = "--offline";

    private readonly NodesSyntax _nodes;

    private OfflineQuestion(NodesSyntax nodes) => _nodes = nodes;

    /// <exception cref="UsageException">It is no list of names.</exception>
    public static OfflineQuestion Parse(string text)
    {
        Fragment<NodesSyntax> parsed = Parser.ParseNodes(text, new SourceText(Option, text));
        Diagnostic? mistake = parsed.Diagnostics.FirstOrDefault();
        return mistake is null ? new OfflineQuestion(parsed.Syntax) : throw new UsageException($"{Option}: {mistake.Message}");
    }

    /// <summary>The nodes that are off line in this policy's topology, or why it cannot be.</summary>
    public string? TryResolve(PolicyProject project, Policy policy, out NodeSet offline)
    {
        Topology topology = policy.Topology;
        offline = NodeSet.Empty;

        // Any node that stays will do for the chain: it is not looked at.
        NameSyntax anyNode = new(topology.Nodes[0].Name, _nodes.Location);
        AssertSyntax assert = new(_nodes, new EquatableArray<NameSyntax>([anyNode]), _nodes.Location);
        if (PolicyQuestion.FindMistake(project, policy, assert, Option) is { } mistake)
        {
            return mistake;
        }

        foreach (Node node in topology.Nodes)
        {
            bool isNamed = _nodes.IsAll || _nodes.Names.Any(name => name.Text == node.Name || name.Text == topology.Tiers[node.Tier].Name);
            offline = isNamed ? offline.With(node.Id) : offline;
        }

        return null;
    }
}
