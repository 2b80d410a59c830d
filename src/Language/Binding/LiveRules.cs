using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Finds the rules that no page ever comes to, because the rules before them take every page that they would.</summary>
internal sealed class LiveRules
{
    // All questions about a policy together, and one question.
    private readonly PageSearch _search = new(mostSteps: 200_000, mostWays: 1000);
    private readonly int _domains;
    private readonly bool[] _isLive;
    private readonly bool[] _isTried;
    private readonly HashSet<EquatableArray<int>> _seen = [];

    /// <summary>Where a rule is left nothing: the rules before it, and the rule.</summary>
    private readonly List<ArraySegment<RuleInChain>> _covered = [];
    private readonly CancellationToken _cancellation;

    private LiveRules(int rules, int domains, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _domains = domains;
        _isLive = new bool[rules];
        _isTried = new bool[rules];
    }

    /// <summary>The reclaim rules, by index, that are tried and never match, and those that take what they would.</summary>
    public static Dictionary<int, SortedSet<int>> FindDead(Policy policy, RuleChains chains, CancellationToken cancellation)
    {
        LiveRules rules = new(policy.ReclaimRules.Count, policy.Domains.Count, cancellation);
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

    /// <summary>The promote rules, by index, that are tried and never match, and those that take what they would.</summary>
    public static Dictionary<int, SortedSet<int>> FindDeadPromotions(Policy policy, CancellationToken cancellation)
    {
        LiveRules rules = new(policy.PromoteRules.Count, policy.Domains.Count, cancellation);
        foreach (Node node in policy.Topology.Nodes.Where(node => node.Kind.IsByteAddressable()))
        {
            rules.Follow([.. policy.PromoteRules
                .Select((rule, i) => (Rule: rule, Chain: new RuleInChain(i, rule.When, HasOwnTargets: true)))
                .Where(rule => (rule.Rule.Sources & (1UL << node.Id)) != 0)
                .Select(rule => rule.Chain)]);
        }

        return rules.Dead();
    }

    // Where not all was followed, no rule is said to be dead.
    private Dictionary<int, SortedSet<int>> Dead()
    {
        Dictionary<int, SortedSet<int>> dead = [];
        if (_search.IsExhausted)
        {
            return dead;
        }

        for (int i = 0; i < _isLive.Length; i++)
        {
            if (_isTried[i] && !_isLive[i])
            {
                dead.Add(i, []);
            }
        }

        foreach (ArraySegment<RuleInChain> covered in _covered)
        {
            RuleInChain rule = covered.Array![covered.Count - 1];
            if (!dead.TryGetValue(rule.Index, out SortedSet<int>? by))
            {
                continue;
            }

            by.UnionWith(Covering(covered.Array, covered.Count - 1));
            if (_search.IsExhausted)
            {
                // Which of them are needed was not found out.
                by.Clear();
                break;
            }
        }

        return dead;
    }

    /// <summary>Those of the rules before one that are enough to leave it nothing, earlier ones rather than later ones.</summary>
    private IEnumerable<int> Covering(RuleInChain[] rules, int dead)
    {
        List<RuleInChain> needed = [.. rules.Take(dead)];
        if (needed.FindIndex(rule => rule.When is null) is >= 0 and int first)
        {
            return [needed[first].Index];
        }

        for (int i = needed.Count - 1; i >= 0 && !_search.IsExhausted; i--)
        {
            _search.Spend(needed.Count);
            RuleInChain[] others = [.. needed.Where((_, k) => k != i)];
            if (_search.Find((0, _domains), rules[dead], new(others), _cancellation) == false)
            {
                needed.RemoveAt(i);
            }
        }

        return needed.Select(rule => rule.Index);
    }

    /// <summary>Looks, for each rule that is not known to be live, for a page that it takes and none of those before it does.</summary>
    private void Follow(RuleInChain[] rules)
    {
        if (_search.IsExhausted)
        {
            return;
        }

        _search.Spend(rules.Length);
        if (!_seen.Add(rules.Select(rule => rule.Index).ToEquatableArray()))
        {
            return;
        }

        for (int i = 0; i < rules.Length; i++)
        {
            RuleInChain rule = rules[i];
            _isTried[rule.Index] = true;
            if (!_isLive[rule.Index])
            {
                // What is not decided is left alone.
                _isLive[rule.Index] = _search.Find((0, _domains), rule, new(rules, 0, i), _cancellation) != false;
                if (!_isLive[rule.Index])
                {
                    _covered.Add(new(rules, 0, i + 1));
                }
            }
        }
    }
}
