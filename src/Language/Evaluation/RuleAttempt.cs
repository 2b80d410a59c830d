namespace TierPolicy.Language.Evaluation;

/// <summary>How one reclaim rule, or one promotion rule, fared with one page, for those who ask why.</summary>
/// <param name="Rule">The index of the rule.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Targets">Bit set of the targets that the rule had, a demote or promote rule on its node only.</param>
public readonly record struct RuleAttempt(int Rule, RuleOutcome Outcome, ulong Targets);

/// <summary>Why a rule decided or did not.</summary>
public enum RuleOutcome
{
    /// <summary>It does not name the page's node.</summary>
    OtherNode,

    /// <summary>It demotes, but from there, and for this domain, to nowhere.</summary>
    NoTarget,

    /// <summary>Its condition does not hold.</summary>
    ConditionFails,

    /// <summary>It decides.</summary>
    Matches,
}
