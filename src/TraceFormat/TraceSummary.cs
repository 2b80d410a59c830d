namespace TierPolicy.Traces;

/// <summary>What a trace holds in all.</summary>
/// <param name="Accesses">The number of accesses.</param>
/// <param name="DistinctPages">The number of different pages: the footprint.</param>
/// <param name="Writes">How many of the accesses are writes.</param>
public readonly record struct TraceSummary(long Accesses, long DistinctPages, long Writes)
{
    internal bool IsPossible =>
        Accesses >= 0 && (ulong)DistinctPages <= (ulong)Accesses && (ulong)Writes <= (ulong)Accesses;
}
