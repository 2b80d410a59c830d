using System.Numerics;

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
        for (uint mask = Volatile.Read(ref slot->Mask); mask != 0; mask &= mask - 1)
        {
            long held = Volatile.Read(ref slot->Held[BitOperations.TrailingZeroCount(mask)]);
            if (held == memory)
            {
                _oldest = Math.Min(_oldest, Volatile.Read(ref slot->Entered));
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
