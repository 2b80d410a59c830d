namespace TierPolicy.Traces;

/// <summary>Counts accesses, writes and distinct pages as they pass by.</summary>
internal sealed class TraceTally
{
    private readonly HashSet<ulong> _pages = [];
    private long _accesses;
    private long _writes;

    public TraceSummary Summary => new(_accesses, _pages.Count, _writes);

    public void Add(TraceAccess access)
    {
        _accesses++;
        _writes += access.IsWrite ? 1 : 0;
        _pages.Add(access.Page);
    }
}
