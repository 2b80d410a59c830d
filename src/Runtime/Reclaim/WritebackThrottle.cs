namespace TierPolicy.Reclaim;

/// <summary>
/// The pages of a node that are being written out, and the threads that wait for that since they find nothing else to reclaim (Linux, <c>NR_WRITEBACK</c>, and
/// <c>reclaim_throttle</c> with <c>VMSCAN_THROTTLE_WRITEBACK</c>). So who makes more dirty pages than can be written gets as fast as they are written. Safe from any thread.
/// </summary>
internal sealed class WritebackThrottle
{
    /// <summary>The longest wait for a page to be written (Linux, <c>HZ/10</c>).</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private int _pages;
    private int _waiting;

    /// <summary>Pages under write-back now.</summary>
    public int Pages => Volatile.Read(ref _pages);

    /// <summary>Threads that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Begin(int pages) => Interlocked.Add(ref _pages, pages);

    /// <summary>Pages are written, or could not be; to be called when those that left have left.</summary>
    public void End(int pages)
    {
        Interlocked.Add(ref _pages, -pages);
        if (Waiting > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits until a page is written, but not for long.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                if (Pages > 0)
                {
                    Monitor.Wait(_gate, MaxWait);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }
}
