using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TierPolicy.Simulation;

/// <summary>
/// Numbers the pages of a trace from 0, in the order in which they first occur. An open-addressing table of numbers (linear probing, at most three quarters full), and beside it the
/// pages by number: 13 to 16 bytes a page, so that it and the memory's own descriptors stay within 64. Not safe from several threads.
/// </summary>
internal sealed class PageNumbers
{
    private const int ChunkBits = 16;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<ulong[]> _pages = [];
    private uint[] _slots = new uint[1024];
    private uint _limit = 768;

    /// <summary>How many pages there are.</summary>
    public uint Count { get; private set; }

    /// <summary>A page's number: the next one if it is new.</summary>
    /// <exception cref="SimulationException">There are more pages than numbers.</exception>
    public uint Of(ulong page)
    {
        uint[] slots = _slots;
        uint at = SlotOf(page, slots.Length);
        while (slots[at] is > 0 and uint taken)
        {
            uint number = taken - 1;
            if (_pages[(int)(number >> ChunkBits)][number & (ChunkSize - 1)] == page)
            {
                return number;
            }

            at = at + 1 == slots.Length ? 0 : at + 1;
        }

        return Add(page, at);
    }

    /// <summary>Has the processor fetch what says where a page's number is, for a page that will be asked for soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(ulong page)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[SlotOf(page, _slots.Length)]));
        }
    }

    /// <summary>Then the page that stands there, by which it is known to be the one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchNext(ulong page)
    {
        if (Sse.IsSupported && _slots[SlotOf(page, _slots.Length)] is > 0 and uint taken)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _pages[(int)((taken - 1) >> ChunkBits)][(taken - 1) & (ChunkSize - 1)]));
        }
    }

    /// <summary>By what a page is found: Fibonacci hashing (Knuth, "The Art of Computer Programming", vol. 3, 6.4), scaled to a table of any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SlotOf(ulong page, int length) => (uint)Math.BigMul(page * 0x9E37_79B9_7F4A_7C15, (ulong)length, out _);

    private uint Add(ulong page, uint at)
    {
        if (Count == NumberedAccess.MaxPages)
        {
            throw new SimulationException(FormattableString.Invariant($"The trace has more than {NumberedAccess.MaxPages} different pages."));
        }

        uint number = Count;
        if ((number & (ChunkSize - 1)) == 0)
        {
            _pages.Add(new ulong[ChunkSize]);
        }

        _pages[^1][number & (ChunkSize - 1)] = page;
        _slots[at] = number + 1;
        Count++;
        if (Count >= _limit)
        {
            Grow();
        }

        return number;
    }

    private void Grow()
    {
        // By half and not to the double: a table is so never less than half full.
        uint[] slots = new uint[_slots.Length + (_slots.Length / 2)];
        for (uint number = 0; number < Count; number++)
        {
            uint at = SlotOf(_pages[(int)(number >> ChunkBits)][number & (ChunkSize - 1)], slots.Length);
            while (slots[at] != 0)
            {
                at = at + 1 == slots.Length ? 0 : at + 1;
            }

            slots[at] = number + 1;
        }

        _slots = slots;
        _limit = (uint)((slots.Length / 4) * 3);
    }
}
