namespace TierPolicy.Epochs;

/// <summary>What all threads read of one memory at one moment. Used again and again; not safe from several threads.</summary>
internal sealed class ReaderSnapshot(long memory)
{
    // A set: there may be hundreds of frames a thread, and each frame that is retired is looked for.
    private readonly HashSet<long> _held = [];

    /// <summary>The oldest epoch in which somebody began to read of whom it is not known what.</summary>
    private long _oldest = long.MaxValue;

    /// <summary>Whether all frames are protected that were retired since a moment, whoever reads them or not.</summary>
    public bool ProtectsAll => _oldest != long.MaxValue;

    public void Clear()
    {
        _oldest = long.MaxValue;
        _held.Clear();
    }

    /// <summary>Adds what a thread reads.</summary>
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

        AddListed(slot);
    }

    /// <summary>Whether a frame may still be read that was retired in that epoch.</summary>
    public bool Protects(nint address, long retired) => retired >= _oldest || _held.Contains(address);

    /// <summary>After the entries: a frame that a batch brought up is on the list before the lease ends that brought it up.</summary>
    private unsafe void AddListed(EpochSlot* slot)
    {
        int count = slot->Listed();
        for (int index = 0; index < count; index++)
        {
            _held.Add(slot->ListedFrame(index));
        }
    }
}
