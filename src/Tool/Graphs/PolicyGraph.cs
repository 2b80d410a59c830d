using System.Numerics;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Graphs;

/// <summary>A topology, and the ways that a policy sends pages on it while all nodes are on line and have room.</summary>
/// <param name="Policy">Null for a topology that has no policy.</param>
internal sealed record PolicyGraph(Topology Topology, Policy? Policy, IReadOnlyList<Edge> Edges)
{
    public string Name => Policy is null ? Topology.Name : $"{Policy.Name} on {Topology.Name}";

    /// <summary>"0 Fast": the tier's rank, and its name where it has one.</summary>
    public string NameOfTier(int rank) => Topology.Tiers[rank].Name is { } name ? $"{rank} {name}" : $"{rank}";

    public IEnumerable<Node> NodesOf(int tier) => Topology.Nodes.Where(node => node.Tier == tier);

    public static PolicyGraph Of(Topology topology) => new(topology, null, []);

    public static PolicyGraph Of(Policy policy)
    {
        IEnumerable<Edge> edges = policy.Topology.Nodes.SelectMany(node => Demotions(policy, node.Id).Concat(Promotions(policy, node.Id)));

        // Several rules may send pages the same way: one edge.
        return new PolicyGraph(policy.Topology, policy, [.. edges
            .GroupBy(edge => (edge.From, edge.To, edge.Kind))
            .Select(same => same.First() with { Text = string.Join("; ", same.Select(edge => edge.Text)) })]);
    }

    /// <summary>A rule is asked as it would be if it matched; where no rule names the node, the table is.</summary>
    private static IEnumerable<Edge> Demotions(Policy policy, int node)
    {
        if (!policy.Reclaim.HasFlag(ReclaimModes.Migrate))
        {
            return [];
        }

        PageFacts page = new() { Node = node };
        ReclaimRule[] rules = [.. policy.ReclaimRules.Where(rule => rule.Verdict == ReclaimVerdict.Demote && new NodeSet(rule.Sources).Contains(node))];
        if (rules.Length == 0)
        {
            ulong targets = RuleEvaluator.Evaluate(policy with { ReclaimRules = default }, page).Targets;
            return Ways(node, targets, EdgeKind.Demotion, $"order {policy.Order.ToString().ToLowerInvariant()}");
        }

        return rules.SelectMany(rule => Ways(
            node,
            RuleEvaluator.Attempts(policy with { ReclaimRules = new EquatableArray<ReclaimRule>([rule]) }, page).First().Targets,
            EdgeKind.Demotion,
            rule.Text));
    }

    private static IEnumerable<Edge> Promotions(Policy policy, int node)
    {
        PageFacts page = new() { Node = node };
        foreach (PromoteRule rule in policy.PromoteRules)
        {
            PromoteRule always = rule with { When = null };
            int target = PromotionEvaluator.Evaluate(policy with { PromoteRules = new EquatableArray<PromoteRule>([always]) }, page).Target;
            if (target >= 0)
            {
                yield return new Edge(node, target, EdgeKind.Promotion, rule.Text);
            }
        }
    }

    private static IEnumerable<Edge> Ways(int from, ulong targets, EdgeKind kind, string text)
    {
        for (; targets != 0; targets &= targets - 1)
        {
            yield return new Edge(from, BitOperations.TrailingZeroCount(targets), kind, text);
        }
    }
}
