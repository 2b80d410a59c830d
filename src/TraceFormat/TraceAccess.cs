namespace TierPolicy.Traces;

/// <summary>
/// One access of a trace: which page was touched, and whether it was written. What a trace does not tell of its
/// accesses (<see cref="TraceColumns"/>) is zero in all of them.
/// </summary>
/// <param name="Page">The page's number. Numbers name pages and say nothing of their size or place.</param>
/// <param name="IsWrite">True for a write, false for a read.</param>
public readonly record struct TraceAccess(ulong Page, bool IsWrite)
{
    /// <summary>Whether a store can give the page back, where the trace tells.</summary>
    public TracePageKind Kind { get; init; }

    /// <summary>The number of the page's domain in the policy that was in force; 0 is none.</summary>
    public byte Domain { get; init; }

    /// <summary>The page's tag, a number for rules to ask about.</summary>
    public byte Tag { get; init; }

    /// <summary>The bytes of the object that was accessed; 0 where the trace does not tell: a page.</summary>
    public uint Size { get; init; }

    /// <summary>Nanoseconds since a beginning that is the trace's own. It never goes back from access to access.</summary>
    public long Time { get; init; }
}
