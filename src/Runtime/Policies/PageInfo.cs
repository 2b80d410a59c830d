namespace TierPolicy;

/// <summary>What rules and predicates may ask of a page: a copy of its state at one moment.</summary>
public readonly struct PageInfo
{
    /// <summary>Nanoseconds since the last access that was noticed.</summary>
    public long IdleNanoseconds { get; init; }

    /// <summary>Nanoseconds since the page came to the node it is on.</summary>
    public long AgeNanoseconds { get; init; }

    /// <summary>The id of the node it is on.</summary>
    public int Node { get; init; }

    /// <summary>Accesses noticed, at most 255, halved at each aging period.</summary>
    public int Accesses { get; init; }

    /// <summary>The id of its domain; 0 is no domain.</summary>
    public int Domain { get; init; }

    /// <summary>The tag that the program gave it.</summary>
    public byte Tag { get; init; }

    /// <summary>Written since it was last stored.</summary>
    public bool IsDirty { get; init; }

    /// <summary>Whether a store can give it back.</summary>
    public PageKind Kind { get; init; }

    /// <summary>Time since the last access that was noticed, in ticks of 100 ns.</summary>
    public TimeSpan Idle => new(IdleNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Time since the page came to the node it is on, in ticks of 100 ns.</summary>
    public TimeSpan Age => new(AgeNanoseconds / TimeSpan.NanosecondsPerTick);
}

/// <summary>What becomes of a page that leaves memory.</summary>
public enum PageKind : byte
{
    /// <summary>The page has no copy elsewhere: it is demoted or swapped, never dropped.</summary>
    Anon = 0,

    /// <summary>The page has a store that can give it back: clean it is dropped, dirty it is written back first.</summary>
    File = 1,
}
