using System.Diagnostics;

namespace TierPolicy.Samples.Quickstart;

/// <summary>
/// The store behind file pages, as far as a replay needs one: it keeps each page's version and makes the contents of it. Counts first reads, which no memory can spare a
/// program, apart from those of pages that were in memory before.
/// </summary>
/// <param name="pages">How many pages it keeps.</param>
/// <param name="latency">How long a read takes.</param>
internal sealed class StampedStore(int pages, TimeSpan latency) : IPageStore
{
    private readonly int[] _versions = new int[pages];
    private readonly bool[] _wasRead = new bool[pages];
    private long _firstReads;
    private long _laterReads;
    private ContentsMismatchException? _mismatch;

    public long FirstReads => Volatile.Read(ref _firstReads);

    public long LaterReads => Volatile.Read(ref _laterReads);

    /// <summary>Ends the run if anything was ever written back that must not be.</summary>
    public void RequireSound()
    {
        if (Volatile.Read(ref _mismatch) is ContentsMismatchException mismatch)
        {
            throw mismatch;
        }
    }

    public void Read(long key, Span<byte> page)
    {
        bool isFirst = !_wasRead[key];
        _wasRead[key] = true;
        Interlocked.Increment(ref isFirst ? ref _firstReads : ref _laterReads);
        PageStamp.Write(page, (int)key, _versions[key]);

        // Shorter than any timer of the system can wait.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < latency;)
        {
            Thread.SpinWait(20);
        }
    }

    public void Write(long key, ReadOnlySpan<byte> page)
    {
        int version = PageStamp.VersionOf(page);
        if (!PageStamp.Matches(page, (int)key, version))
        {
            // Remembered: to reclaim this is a store that fails for a while, and it keeps the page.
            _mismatch = new ContentsMismatchException($"Page {key} was written back to the store with contents that it never had.");
            throw _mismatch;
        }

        _versions[key] = version;
    }
}
