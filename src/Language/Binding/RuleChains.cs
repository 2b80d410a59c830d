using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>Which reclaim rules are tried on the pages of a node, depending on who is on line and what the page's domain allows.</summary>
internal sealed class RuleChains
{
    private readonly Policy _policy;
    private readonly ulong[][] _reaches;
    private readonly Dictionary<(int Node, ulong Reach), RuleInChain[]> _chains = [];
    private readonly ulong[] _named;

    public RuleChains(Policy policy)
    {
        _policy = policy;
        _reaches = [.. policy.Topology.Nodes.Select(node => ReachesOf(node.Id).ToArray())];
        _named = [.. policy.ReclaimRules.Select(NamedBy)];
    }

    /// <summary>All targets that the node has in one set of nodes on line or another.</summary>
    public ulong Reach(int node) => _reaches[node].Aggregate(0UL, (all, one) => all | one);

    /// <summary>Whether some rule of the node can match at all: a demote rule on a terminal node cannot.</summary>
    public bool HasRules(int node)
    {
        ulong reach = Reach(node);
        return Enumerable.Range(0, _policy.ReclaimRules.Count).Any(rule => IsOf(rule, node) && HasTarget(rule, reach));
    }

    /// <summary>The nodes that pages of a domain (0: of none) may be on.</summary>
    public ulong Allowed(int domain) => domain == 0 ? ulong.MaxValue : _policy.Domains[domain - 1].Nodes;

    /// <summary>The different sets of targets that pages of a domain (0: of none) on a node can have; none where it may not use the node.</summary>
    public IEnumerable<ulong> Reaches(int node, int domain)
    {
        ulong allowed = Allowed(domain);
        return (allowed & (1UL << node)) == 0 ? []
            : allowed == ulong.MaxValue || _reaches[node].Length == 1 && (_reaches[node][0] & ~allowed) == 0 ? _reaches[node]
            : _reaches[node].Select(reach => reach & allowed).Distinct();
    }

    /// <summary>The rules that are tried on pages of a node that have these targets, in order. They are asked for again and again, and are not to be changed.</summary>
    public RuleInChain[] Of(int node, ulong reach)
    {
        if (_chains.TryGetValue((node, reach), out RuleInChain[]? chain))
        {
            return chain;
        }

        int count = 0;
        for (int i = 0; i < _policy.ReclaimRules.Count; i++)
        {
            count += IsTried(i, node, reach) ? 1 : 0;
        }

        chain = new RuleInChain[count];
        for (int i = 0, next = 0; next < count; i++)
        {
            if (IsTried(i, node, reach))
            {
                ReclaimRule rule = _policy.ReclaimRules[i];
                chain[next++] = new RuleInChain(i, rule.When, HasOwnTargets: rule.Targets.Count > 0);
            }
        }

        _chains.Add((node, reach), chain);
        return chain;
    }

    private bool IsTried(int rule, int node, ulong reach) => IsOf(rule, node) && HasTarget(rule, reach);

    private bool IsOf(int rule, int node) => (_policy.ReclaimRules[rule].Sources & (1UL << node)) != 0;

    private bool HasTarget(int rule, ulong reach) => _policy.ReclaimRules[rule].Verdict != ReclaimVerdict.Demote || (reach & _named[rule]) != 0;

    private static ulong NamedBy(ReclaimRule rule)
        => rule.Targets.Count == 0 ? ulong.MaxValue : rule.Targets.Aggregate(0UL, (set, target) => set | (1UL << target));

    /// <summary>The different sets of targets that the node has, depending on who is on line; empty ones included.</summary>
    private IEnumerable<ulong> ReachesOf(int node)
    {
        DemotionTables tables = _policy.Tables;
        if (tables.Sets == 1)
        {
            return [tables.Preferred[node] | tables.Fallback[node]];
        }

        HashSet<ulong> reaches = [];
        int ownBit = _policy.Topology.Nodes[node].Hotplug ? 1 << _policy.Topology.Nodes.Take(node).Count(before => before.Hotplug) : 0;
        for (int set = 0; set < tables.Sets; set++)
        {
            if ((set & ownBit) == 0)
            {
                int row = (set * tables.Nodes) + node;
                reaches.Add(tables.Preferred[row] | tables.Fallback[row]);
            }
        }

        return reaches;
    }
}
