using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>Decides whether a page can fall through all reclaim rules of its node.</summary>
internal sealed class RuleCoverage(Policy policy, RuleChains chains, CancellationToken cancellation)
{
    // All questions about a policy together, and one question.
    private readonly PageSearch _search = new(mostSteps: 200_000, mostWays: 1000);

    /// <summary>Null: not decided.</summary>
    public bool? CanFallThrough(int node)
    {
        bool isDecided = true;
        for (int domain = 0; domain <= policy.Domains.Count; domain++)
        {
            foreach (ulong reach in chains.Reaches(node, domain))
            {
                RuleInChain[] rules = chains.Of(node, reach);
                _search.Spend(rules.Length);
                bool? falls = _search.Find((domain, domain), taking: null, new(rules), cancellation);
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
