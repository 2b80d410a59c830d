namespace TierPolicy.Counters;

/// <summary>The event counters of one node. Safe from any thread.</summary>
/// <param name="isShared">Whether several threads may count: where nodes are simulated one does, and need not pay for the others.</param>
internal sealed class NodeCounters(bool isShared = true)
{
    private readonly long[] _events = new long[Enum.GetValues<VmStatItem>().Length];
    private long _dirty;

    public long this[VmStatItem item] => Volatile.Read(ref _events[(int)item]);

    /// <summary>Dirty file pages on the node now.</summary>
    public long Dirty => Volatile.Read(ref _dirty);

    public void Count(VmStatItem item)
    {
        if (isShared)
        {
            Interlocked.Increment(ref _events[(int)item]);
        }
        else
        {
            _events[(int)item]++;
        }
    }

    public void Count(VmStatItem item, long events)
    {
        if (!isShared)
        {
            _events[(int)item] += events;
        }
        else if (events != 0)
        {
            Interlocked.Add(ref _events[(int)item], events);
        }
    }

    public void AddDirty(int pages) => Interlocked.Add(ref _dirty, pages);
}
