namespace TierPolicy.Simulation;

/// <summary>Some accesses of a trace, one after the other.</summary>
internal sealed class TraceChunk
{
    /// <summary>What a chunk holds at most: few enough to stay in the processor's caches.</summary>
    public const int Length = 4096;

    /// <summary>The accesses; of pages in the order of their numbers, so that the next new page is always the next number.</summary>
    public required NumberedAccess[] Accesses { get; init; }

    public required int Count { get; init; }

    /// <summary>Whether a trace begins here: its times count from there.</summary>
    public bool IsFirst { get; init; }

    /// <summary>When each access was, in nanoseconds; null where the trace does not tell.</summary>
    public long[]? Times { get; init; }

    /// <summary>What the trace says of the pages that first occur here, in the order of their numbers; null where it says nothing.</summary>
    public PageFacts[]? NewPages { get; init; }
}

/// <summary>What a trace says of a page.</summary>
/// <param name="IsAnon">Whether it has no copy elsewhere.</param>
/// <param name="Domain">The number of its domain, 0 for none.</param>
/// <param name="Tag">Its tag.</param>
internal readonly record struct PageFacts(bool IsAnon, byte Domain, byte Tag);
