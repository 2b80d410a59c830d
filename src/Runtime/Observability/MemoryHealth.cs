namespace TierPolicy;

/// <summary>What <see cref="TieredMemory{TPolicy}.CheckHealth"/> found.</summary>
public sealed class MemoryHealth
{
    /// <summary>Runs of background reclaim without progress after which a node counts as stuck (Linux, <c>MAX_RECLAIM_RETRIES</c>).</summary>
    internal const int FailuresInARow = 16;

    internal MemoryHealth(IReadOnlyList<string> problems, TimeSpan oldestLease)
    {
        Problems = problems;
        OldestLease = oldestLease;
    }

    /// <summary>Whether there is a problem. A degraded memory still works, slower or with less room.</summary>
    public bool IsDegraded => Problems.Count > 0;

    /// <summary>What is wrong, a sentence each, for people to read; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>For how long, at least, the oldest read lease is held: since the first look, by this check or by a metric, at which it was held already. Zero where none is.</summary>
    public TimeSpan OldestLease { get; }
}
