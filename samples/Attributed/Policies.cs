namespace TierPolicy.Samples.Attributed;

// The topologies and policies of ../Quickstart/quickstart.tierpolicy, in attributed C#. A test proves that both come to the same tables.

[TierTopology(PageSize = "4KiB")]
[Swap("quickstart.swap", "1GiB", Latency = "90us")]
[Store(Latency = "100us")]
public enum FastOnly
{
    [Node(NodeKind.Dram, "64MiB", HasCpus = true, Latency = "90ns")] Dram,
}

[TierTopology(PageSize = "4KiB")]
[Swap("quickstart.swap", "1GiB", Latency = "90us")]
[Store(Latency = "100us")]
public enum FastAndSlow
{
    [Tier("Fast"), Node(NodeKind.Dram, "64MiB", HasCpus = true, Latency = "90ns")] Dram,
    [Tier("Slow"), Node(NodeKind.Cxl, "256MiB", Latency = "250ns")] Cxl,
}

/// <summary>What a program does today: what does not fit is dropped, or swapped.</summary>
[TierPolicy<FastOnly>]
public readonly partial struct DramOnly;

/// <summary>What Linux did before demotion: new pages spill into the slow node, and reclaim still drops.</summary>
[TierPolicy<FastAndSlow>]
public readonly partial struct NoDemotion;

/// <summary>What this project is for: reclaim moves pages down, use brings them back up.</summary>
[TierPolicy<FastAndSlow>(Reclaim = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Unmap | ReclaimMode.Migrate, Order = DemotionOrder.Tiers)]
[Demote("Fast", "Slow")]
[Discard("*")] // from the slow tier, ordinary reclaim
[Promote("Slow", "Fast", When = "page.accesses >= 2")]
[Assert("Dram -> Cxl -> none")]
[Expect("Dram { idle 1ms; } -> demote Cxl")]
[Expect("Cxl { kind file; } -> discard")]
public readonly partial struct Demotion;
