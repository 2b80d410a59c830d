using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>What there is of a policy to run its tests on. One mistake hides no other, but nothing is said of what depends on it.</summary>
/// <param name="Policy">The policy without the rules that have mistakes; null where not even its tables are known.</param>
/// <param name="AreDomainsKnown">Its domains have no mistakes.</param>
/// <param name="CertainRules">How many of its reclaim rules, from the first, come before one that has a mistake; null where none has.</param>
internal sealed record PolicyTestRun(Policy? Policy, bool AreDomainsKnown, int? CertainRules)
{
    /// <summary>Whether it would be found of a page that this rule decides, mistakes or not.</summary>
    /// <param name="rule">By its place; below 0: none does.</param>
    public bool IsCertain(int rule) => CertainRules is not { } certain || (rule >= 0 && rule < certain);
}
