using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;

namespace TierPolicy.Tool.Explaining;

/// <summary>All that <c>explain</c> says of a policy.</summary>
/// <param name="Offline">The nodes that are taken to be off line.</param>
/// <param name="Page">Null where no page is asked about.</param>
internal sealed record PolicyExplanation(Policy Policy, NodeSet Offline, IReadOnlyList<NodePlan> Nodes, PageExplanation? Page)
{
    public string NameOf(int node) => Policy.Topology.Nodes[node].Name;

    public IEnumerable<string> NamesOf(IEnumerable<int> nodes) => nodes.Select(NameOf);
}
