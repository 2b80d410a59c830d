namespace TierPolicy.Language.Evaluation;

/// <summary>What the promotion rules say of a page that was accessed.</summary>
/// <param name="Rule">The index of the rule that decided, -1 when none matched.</param>
/// <param name="Target">The node to promote to; -1: the page stays.</param>
public readonly record struct PromotionVerdict(int Rule, int Target)
{
    public static PromotionVerdict Stay => new(-1, -1);
}
