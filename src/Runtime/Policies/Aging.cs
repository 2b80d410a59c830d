namespace TierPolicy;

/// <summary>How pages age and victims are picked.</summary>
public enum Aging
{
    /// <summary>Active and inactive lists, for anonymous and file pages each: Linux, <c>mm/vmscan.c</c>.</summary>
    TwoList,

    /// <summary>Least recently used.</summary>
    Lru,

    /// <summary>First in, first out, with a second chance.</summary>
    Clock,

    /// <summary>SIEVE (NSDI 2024).</summary>
    Sieve,

    /// <summary>S3-FIFO (SOSP 2023).</summary>
    S3Fifo,
}
