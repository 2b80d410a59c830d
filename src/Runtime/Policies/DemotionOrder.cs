namespace TierPolicy;

/// <summary>How the demotion targets of a node are found.</summary>
public enum DemotionOrder
{
    /// <summary>Memory tiers: Linux 6.1 and later, <c>mm/memory-tiers.c</c>.</summary>
    Tiers,

    /// <summary>Several targets at the same best distance: Linux 5.17 to 6.0, <c>mm/migrate.c</c>.</summary>
    Nearest,

    /// <summary>One target per node, never shared: the January 2021 series.</summary>
    Exclusive,

    /// <summary>The demote rules are the graph.</summary>
    Manual,
}
