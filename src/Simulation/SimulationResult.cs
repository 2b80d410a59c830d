namespace TierPolicy.Simulation;

/// <summary>What came of a run. Nanoseconds are virtual time, and all counts are of pages, unless they say otherwise.</summary>
public sealed record SimulationResult
{
    /// <summary>The trace's path; of several, all of them, separated by a blank.</summary>
    public required string Trace { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>Accesses in all.</summary>
    public required long Accesses { get; init; }

    /// <summary>Those of them that were writes.</summary>
    public required long Writes { get; init; }

    /// <summary>Different pages.</summary>
    public required long Pages { get; init; }

    /// <summary>Bytes a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>The nodes, by id.</summary>
    public required IReadOnlyList<NodeResult> Nodes { get; init; }

    /// <summary>Accesses whose page was in the store only; first ones of a file page included.</summary>
    public required long StoreReads { get; init; }

    /// <summary>Accesses whose page was in swap.</summary>
    public required long SwapReads { get; init; }

    /// <summary>First accesses of anonymous pages: those are made then.</summary>
    public required long NewPages { get; init; }

    /// <summary>Moves to a lower node.</summary>
    public required long Demotions { get; init; }

    /// <summary>Moves to a higher node by promote rules.</summary>
    public required long Promotions { get; init; }

    /// <summary>Promotions soon after a demotion (<c>pgpromote_pingpong</c>).</summary>
    public required long PingPong { get; init; }

    /// <summary>File pages that left the nodes and stay in the store only, written back or not.</summary>
    public required long Discards { get; init; }

    /// <summary>Dirty file pages that were written to the store.</summary>
    public required long Writebacks { get; init; }

    /// <summary>Anonymous pages that were written to swap.</summary>
    public required long SwapWrites { get; init; }

    /// <summary>Times that an allocation had to reclaim itself (<c>allocstall</c>).</summary>
    public required long Stalls { get; init; }

    /// <summary>Nanoseconds that accesses waited for that.</summary>
    public required long StallNanoseconds { get; init; }

    /// <summary>Nanoseconds of copies and writes that no access waited for.</summary>
    public required long BackgroundNanoseconds { get; init; }

    /// <summary>Nanoseconds from the first access to the last.</summary>
    public required long Nanoseconds { get; init; }

    /// <summary>How long accesses took.</summary>
    public required AccessTimes AccessTimes { get; init; }

    /// <summary>What the nodes that have a price cost an hour, together; null where none has.</summary>
    public required decimal? CostPerHour { get; init; }

    /// <summary>The ways that pages went, each that was taken.</summary>
    public required IReadOnlyList<PageFlow> Flows { get; init; }

    /// <summary>How many pages each node held over the run.</summary>
    public required IReadOnlyList<OccupancySample> Occupancy { get; init; }

    /// <summary>Seconds that the simulation itself took, on the system's clock: nothing else here depends on it.</summary>
    public required double Seconds { get; init; }

    /// <summary>Accesses that were simulated a second.</summary>
    public double RequestsPerSecond => Seconds > 0 ? Accesses / Seconds : 0;

    /// <summary>The share of accesses whose page was on no node.</summary>
    public double MissRatio => Accesses == 0 ? 0 : (StoreReads + SwapReads + NewPages) / (double)Accesses;

    /// <summary>The mean time of an access, and of the work in the background that comes with it.</summary>
    public double NanosecondsAnAccess => Accesses == 0 ? 0 : AccessTimes.Mean + (BackgroundNanoseconds / (double)Accesses);
}

/// <summary>What came of a run on one node.</summary>
public sealed record NodeResult
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The rank of its tier, 0 the fastest.</summary>
    public required int Tier { get; init; }

    /// <summary>Pages that it may hold.</summary>
    public required long CapacityPages { get; init; }

    /// <summary>Accesses that found their page here.</summary>
    public required long Hits { get; init; }

    /// <summary>Pages demoted from here.</summary>
    public required long Demotions { get; init; }

    /// <summary>Pages promoted to here.</summary>
    public required long Promotions { get; init; }

    /// <summary>Of those, pages that had been demoted soon before.</summary>
    public required long PingPong { get; init; }

    /// <summary>File pages that left the nodes from here.</summary>
    public required long Discards { get; init; }

    /// <summary>Pages written to swap from here.</summary>
    public required long SwapWrites { get; init; }

    /// <summary>Pages written back to the store from here.</summary>
    public required long Writebacks { get; init; }

    /// <summary>Times that an allocation for this node had to reclaim.</summary>
    public required long Stalls { get; init; }

    /// <summary>Pages at the end of the run.</summary>
    public required long PagesInUse { get; init; }

    /// <summary>What an access here takes, in nanoseconds.</summary>
    public required long LatencyNanoseconds { get; init; }

    /// <summary>What it costs an hour; null where it has no price.</summary>
    public required decimal? CostPerHour { get; init; }
}

/// <summary>How long accesses took, in nanoseconds: all that they waited for.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P99">99 of a hundred took no longer.</param>
/// <param name="P999">999 of a thousand took no longer.</param>
/// <param name="Max">None took longer.</param>
/// <param name="Histogram">How many took how long, ascending; three digits are kept of a time.</param>
public sealed record AccessTimes(double Mean, long P50, long P99, long P999, long Max, IReadOnlyList<AccessTimeBucket> Histogram);

/// <summary>Accesses that took about as long.</summary>
/// <param name="Nanoseconds">They took no longer.</param>
/// <param name="Accesses">How many.</param>
public sealed record AccessTimeBucket(long Nanoseconds, long Accesses);

/// <summary>Pages that went one way.</summary>
/// <param name="From">A node's name, <c>swap</c>, <c>store</c>, or <c>new</c> for anonymous pages that were made.</param>
/// <param name="To">A node's name, <c>swap</c> or <c>store</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Pages">How many.</param>
public sealed record PageFlow(string From, string To, FlowReason Reason, long Pages);

/// <summary>Why pages go.</summary>
public enum FlowReason
{
    /// <summary>They were accessed, and came up.</summary>
    PageIn,

    /// <summary>They were reclaimed, and went to a lower node.</summary>
    Demotion,

    /// <summary>A promote rule wanted them higher.</summary>
    Promotion,

    /// <summary>They were reclaimed, and are in the store only.</summary>
    Discard,

    /// <summary>They were reclaimed, and are in swap.</summary>
    SwapOut,
}

/// <summary>How many pages the nodes held at a moment.</summary>
/// <param name="Accesses">Accesses until then.</param>
/// <param name="Nanoseconds">The virtual time.</param>
/// <param name="PagesInUse">Pages a node, by id.</param>
/// <param name="StoreReads">Reads of the store until then.</param>
public sealed record OccupancySample(long Accesses, long Nanoseconds, IReadOnlyList<long> PagesInUse, long StoreReads);
