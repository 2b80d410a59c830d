using System.ComponentModel;

namespace TierPolicy;

/// <summary>What the promotion rules say of a page that was accessed.</summary>
/// <param name="Rule">The index of the rule that decided, -1 when none matched.</param>
/// <param name="Target">The node to promote to, -1 to stay.</param>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public readonly record struct PromotionDecision(int Rule, int Target)
{
    /// <summary>No rule matched: the page stays.</summary>
    public static PromotionDecision Stay => new(-1, -1);
}
