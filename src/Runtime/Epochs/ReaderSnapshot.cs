namespace TierPolicy.Epochs;

/// <summary>What all threads read of one memory at one moment. Used again and again; not safe from several threads.</summary>
internal sealed class ReaderSnapshot(long memory)
{
    // A list: there are few leases at a time, and it is filled again and again.
    private readonly List<long> _held = [];

    /// <summary>The oldest epoch in which somebody began to read of whom it is not known what.</summary>
    private long _oldest = long.MaxValue;

    public void Clear()
    {
        _oldest = long.MaxValue;
        _held.Clear();
    }

    public unsafe void Add(EpochSlot* slot)
    {
        for (int lease = 0; lease < EpochSlot.Entries; lease++)
        {
            long held = slot->Held(lease);
            if (held == memory)
            {
                _oldest = Math.Min(_oldest, slot->Entered(lease));
            }
            else if (held > 0)
            {
                _held.Add(held);
            }
        }
    }

    /// <summary>Whether a frame may still be read that was retired in that epoch.</summary>
    public bool Protects(nint address, long retired) => retired >= _oldest || _held.Contains(address);
}
