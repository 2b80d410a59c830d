using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>Decides whether a page can fall through all reclaim rules of its node.</summary>
internal sealed class RuleCoverage(Policy policy, RuleChains chains)
{
    private const int MostCases = 1000;

    // All questions about a policy together.
    private readonly ConditionCases _cases = new(200_000);

    /// <summary>Null: not decided.</summary>
    public bool? CanFallThrough(int node)
    {
        bool isDecided = true;
        for (int domain = 0; domain <= policy.Domains.Count; domain++)
        {
            foreach (ulong reach in chains.Reaches(node, domain))
            {
                RuleInChain[] rules = [.. chains.Of(node, reach)];
                _cases.Spend(rules.Length);
                bool? falls = CanFallThrough(rules, domain);
                if (falls == true)
                {
                    return true;
                }

                isDecided &= falls is not null;
            }
        }

        return isDecided ? false : null;
    }

    /// <summary>Looks for one page that no rule takes, rule by rule, and goes back to another case where a rule takes all of one.</summary>
    private bool? CanFallThrough(RuleInChain[] rules, int domain)
    {
        if (rules.Any(rule => rule.When is null))
        {
            return false;
        }

        int count = 0;
        Stack<(FactBox Box, int Rule)> left = new([(FactBox.OfDomain(domain), 0)]);
        while (left.Count > 0)
        {
            (FactBox box, int rule) = left.Pop();
            if (rule == rules.Length)
            {
                return true;
            }

            if (left.Count > 0 && ++count > MostCases)
            {
                return null;
            }

            foreach (FactBox part in _cases.Pass(box, rules[rule]))
            {
                left.Push((part, rule + 1));
            }

            if (_cases.IsExhausted)
            {
                return null;
            }
        }

        return false;
    }
}
