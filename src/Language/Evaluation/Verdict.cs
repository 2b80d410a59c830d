using TierPolicy.Language.Model;

namespace TierPolicy.Language.Evaluation;

/// <summary>What the reclaim rules say of a victim.</summary>
/// <param name="Kind">What becomes of the page: falling through to ordinary reclaim is <see cref="ReclaimVerdict.Discard"/>.</param>
/// <param name="Targets">For a demotion: bit set of the targets to try first, never empty.</param>
/// <param name="Named">For a demotion: bit set of the nodes that the rule allows at all; all bits where it names none.</param>
/// <param name="Rule">The index of the rule that decided, -1 when none matched.</param>
public readonly record struct Verdict(ReclaimVerdict Kind, ulong Targets, ulong Named, int Rule)
{
    /// <summary>Whether the page is demoted and may go to this node first.</summary>
    public bool DemotesTo(int node) => Kind == ReclaimVerdict.Demote && (Targets & (1UL << node)) != 0;
}
