using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>Decides whether a page can fall through all reclaim rules of its node.</summary>
internal sealed class RuleCoverage(Policy policy, RuleChains chains, CancellationToken cancellation)
{
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
                bool? falls = _cases.CanPass([FactBox.OfDomain(domain)], new(rules), cancellation);
                if (falls == true)
                {
                    return true;
                }

                isDecided &= falls is not null;
            }
        }

        return isDecided ? false : null;
    }
}
