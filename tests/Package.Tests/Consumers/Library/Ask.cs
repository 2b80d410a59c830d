using TierPolicy;

namespace Shop.Caching;

/// <summary>What the policy asks of a page.</summary>
public static class Ask
{
    /// <summary>Whether the tag is odd.</summary>
    /// <param name="page">The page.</param>
    /// <returns>True when it is.</returns>
    public static bool IsOdd(in PageInfo page) => (page.Tag & 1) != 0;
}
