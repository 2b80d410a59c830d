using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Finds the rules that no page ever comes to, because the rules before them take every page that they would.</summary>
internal sealed class LiveRules
{
    private const int MostCases = 1000;

    private readonly ConditionCases _cases = new(200_000);
    private readonly FactBox _allPages;
    private readonly bool[] _isLive;
    private readonly bool[] _isTried;
    private readonly HashSet<EquatableArray<int>> _seen = [];

    private LiveRules(int rules, int domains)
    {
        _allPages = FactBox.OfAll(domains);
        _isLive = new bool[rules];
        _isTried = new bool[rules];
    }

    /// <summary>The reclaim rules, by index, that are tried and never match.</summary>
    public static IEnumerable<int> FindDead(Policy policy, RuleChains chains)
    {
        LiveRules rules = new(policy.ReclaimRules.Count, policy.Domains.Count);
        foreach (Node node in policy.Topology.Nodes)
        {
            foreach (int domain in Enumerable.Range(0, policy.Domains.Count + 1).GroupBy(chains.Allowed).Select(alike => alike.First()))
            {
                foreach (ulong reach in chains.Reaches(node.Id, domain))
                {
                    rules.Follow(chains.Of(node.Id, reach));
                }
            }
        }

        return rules.Dead();
    }

    /// <summary>The promote rules, by index, that are tried and never match.</summary>
    public static IEnumerable<int> FindDeadPromotions(Policy policy)
    {
        LiveRules rules = new(policy.PromoteRules.Count, policy.Domains.Count);
        foreach (Node node in policy.Topology.Nodes.Where(node => node.Kind.IsByteAddressable()))
        {
            rules.Follow(policy.PromoteRules
                .Select((rule, i) => (Rule: rule, Chain: new RuleInChain(i, rule.When, HasOwnTargets: true)))
                .Where(rule => (rule.Rule.Sources & (1UL << node.Id)) != 0)
                .Select(rule => rule.Chain));
        }

        return rules.Dead();
    }

    // Where not all was followed, no rule is said to be dead.
    private IEnumerable<int> Dead() => _cases.IsExhausted ? [] : Enumerable.Range(0, _isLive.Length).Where(rule => _isTried[rule] && !_isLive[rule]);

    /// <summary>Follows all pages through the rules, keeping what each of them leaves.</summary>
    private void Follow(IEnumerable<RuleInChain> chain)
    {
        if (_cases.IsExhausted)
        {
            return;
        }

        RuleInChain[] rules = [.. chain];
        _cases.Spend(rules.Length);
        if (!_seen.Add(rules.Select(rule => rule.Index).ToEquatableArray()))
        {
            return;
        }

        List<FactBox> left = [_allPages];
        foreach (RuleInChain rule in rules)
        {
            _isTried[rule.Index] = true;
            _isLive[rule.Index] |= left.Any(box => _cases.Take(box, rule).Any());
            left = [.. left.SelectMany(box => _cases.Pass(box, rule)).Take(MostCases + 1)];
            if (left.Count > MostCases)
            {
                // Not decided, and so left alone.
                foreach (RuleInChain undecided in rules.SkipWhile(other => other.Index <= rule.Index))
                {
                    _isLive[undecided.Index] = true;
                }

                return;
            }
        }
    }
}
