namespace TierPolicy.Language.Fixes;

/// <summary>One way in which mistakes are mended. Which mistakes, <see cref="FixFinder"/> says.</summary>
internal abstract class FixKind
{
    /// <returns>The likeliest first; empty where this mistake is not one of those that can be mended so.</returns>
    public abstract IEnumerable<Fix> Find(FixContext context);
}
