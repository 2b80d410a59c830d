using TierPolicy;

namespace Shop.Caching;

/// <summary>Two nodes, in C#.</summary>
[TierTopology(PageSize = "4KiB")]
public enum Pair
{
    /// <summary>The fast one.</summary>
    [Tier("Fast"), Node(NodeKind.Dram, "1MiB", HasCpus = true)] Dram,

    /// <summary>The slow one.</summary>
    [Tier("Slow"), Node(NodeKind.Cxl, "4MiB")] Cxl,
}

/// <summary>A policy in C#, on a topology in C#.</summary>
[TierPolicy<Pair>(Reclaim = ReclaimMode.Zone | ReclaimMode.Migrate)]
[Demote("Fast", "Slow", When = "page.idle >= 1s")]
[Promote("Slow", "Fast", When = "page.accesses >= 2")]
[Domain("Batch", Limit = "1MiB")]
[Assert("Dram -> Cxl -> none")]
public readonly partial struct InCSharp
{
    [Keep] private static bool IsHot(in PageInfo page) => page.Tag == 9;
}

/// <summary>A policy in C#, on a topology of a file outside the project.</summary>
[TierPolicy("Shop.Shared.Everywhere", Reclaim = ReclaimMode.Zone | ReclaimMode.Migrate)]
[Demote("*"), Promote("Far", "Near")]
public readonly partial struct OnFile;
