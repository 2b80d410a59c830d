namespace TierPolicy.Traces;

/// <summary>Counts accesses, writes and, if asked to, distinct pages as they pass by.</summary>
internal sealed class TraceTally(bool countsPages = true)
{
    private readonly HashSet<ulong> _pages = [];
    private long _writes;

    public long Accesses { get; private set; }

    public TraceSummary Summary => new(Accesses, _pages.Count, _writes);

    public void Add(in TraceAccess access)
    {
        Accesses++;
        _writes += access.IsWrite ? 1 : 0;
        if (countsPages)
        {
            _pages.Add(access.Page);
        }
    }
}
