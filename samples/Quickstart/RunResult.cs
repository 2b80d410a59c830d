namespace TierPolicy.Samples.Quickstart;

/// <summary>What came of one replay.</summary>
internal sealed record RunResult
{
    public required string Name { get; init; }

    /// <summary>Accesses that found their page in memory, by node name in the topology's order; a page's first write counts where the page was made.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Hits { get; init; }

    /// <summary>Store reads at first touch: no memory can spare them.</summary>
    public required long FirstReads { get; init; }

    /// <summary>Store reads of pages that were in memory before.</summary>
    public required long StoreReads { get; init; }

    public required long SwapIns { get; init; }

    public required long Demotions { get; init; }

    public required long Promotions { get; init; }

    public required long Mismatches { get; init; }

    public required double Seconds { get; init; }

    /// <summary>By the latencies that the policy declares for nodes, swap and store.</summary>
    public required double MeanAccessNanoseconds { get; init; }
}
