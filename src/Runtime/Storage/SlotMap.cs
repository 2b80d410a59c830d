using System.Numerics;

namespace TierPolicy.Storage;

/// <summary>
/// Which slots of a device are free: a bit each. They are given out in ascending order from where the last search ended, so that the slots of a batch lie side by side wherever
/// the free space does. Not safe by itself: its owner locks.
/// </summary>
internal sealed class SlotMap
{
    private const int WordBits = 64;

    // A slot in use is a 1, so that the memory of a large map is touched only where it is used.
    private readonly ulong[] _used;
    private readonly long _slots;
    private long _next;

    public SlotMap(long slots)
    {
        _slots = slots;
        _used = new ulong[(slots + WordBits - 1) / WordBits];
        if (slots % WordBits != 0)
        {
            // Beyond the end nothing is free.
            _used[^1] = ulong.MaxValue << (int)(slots % WordBits);
        }
    }

    /// <summary>Takes the next free slot; false when there is none.</summary>
    public bool TryTake(out uint slot)
    {
        if (!TryFind(_next, _slots, out long found) && !TryFind(0, _next, out found))
        {
            slot = 0;
            return false;
        }

        slot = (uint)found;
        _next = found + 1 == _slots ? 0 : found + 1;
        _used[found / WordBits] |= 1UL << (int)(found % WordBits);
        return true;
    }

    /// <summary>Takes this very slot, which is free.</summary>
    public void Take(uint slot) => _used[slot / WordBits] |= 1UL << (int)(slot % WordBits);

    public void Return(uint slot) => _used[slot / WordBits] &= ~(1UL << (int)(slot % WordBits));

    private bool TryFind(long start, long end, out long found)
    {
        for (long slot = start; slot < end;)
        {
            ulong free = ~_used[slot / WordBits] >> (int)(slot % WordBits);
            if (free != 0)
            {
                found = slot + BitOperations.TrailingZeroCount(free);
                return found < end;
            }

            slot = (slot / WordBits + 1) * WordBits;
        }

        found = 0;
        return false;
    }
}
