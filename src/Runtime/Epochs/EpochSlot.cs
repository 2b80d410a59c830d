using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy.Epochs;

/// <summary>
/// What one thread reads just now, for those who want to use frames again: its own for the thread's life, on cache lines of its own. Only its thread writes it.
/// </summary>
/// <remarks>
/// An entry a lease. Before the page's place is looked up it says in which memory: then all frames of that memory are protected that were retired since the epoch in which
/// the lease began. When the frame is known it says that one instead. Nothing here is read to be written, but an entry to see that it is free: a reader that comes again at once
/// would wait for its own writes.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EpochSlot
{
    /// <summary>Leases a thread can hold at once.</summary>
    public const int MaxLeases = 32;

    /// <summary>The lease of a thread that holds no other.</summary>
    public const int First = 0;

    /// <summary>The entry for a page that the thread moves, one at a time: to move it, it need not have a lease left.</summary>
    public const int Move = MaxLeases;

    /// <summary>Entries of a slot: its leases, and what it moves.</summary>
    public const int Entries = MaxLeases + 1;

    /// <summary>Bytes to give to a slot: the next thread's is on other cache lines, those fetched together included.</summary>
    public const int Size = 5 * 128;

    private fixed long _entries[2 * Entries];

    /// <summary>Accesses until the next that is noticed.</summary>
    public int UntilNoticed;

    // The access that is noticed next was chosen as one in so many: not as many for all memories that the thread reads.
    private int _oneIn;
    private uint _random;

    /// <summary>Which slot this is, for those who ask who holds a lease.</summary>
    public int Index;

    /// <summary>What is read: 0 for nothing, a memory's number (negative), or a frame's address.</summary>
    public long Held(int lease) => Volatile.Read(ref _entries[2 * lease]);

    /// <summary>The epoch in which the lease began; read it after <see cref="Held"/>.</summary>
    public long Entered(int lease) => Volatile.Read(ref _entries[(2 * lease) + 1]);

    /// <summary>Begins the first of a thread's leases: look up a place only after this. False, and nothing has begun, where the thread has it already.</summary>
    /// <param name="memory">The memory's number.</param>
    /// <param name="epoch">The present one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter(long memory, long epoch)
    {
        if (_entries[0] != 0)
        {
            return false;
        }

        Volatile.Write(ref _entries[1], epoch);
        Volatile.Write(ref _entries[0], memory);
        return true;
    }

    /// <summary>Begins a lease: look up a place only after this.</summary>
    /// <param name="memory">The memory's number.</param>
    /// <param name="epoch">The present one.</param>
    /// <returns>Its number; <see cref="MaxLeases"/>, and nothing has begun, where there are as many as there can be.</returns>
    public int Enter(long memory, long epoch)
    {
        for (int lease = First; lease < MaxLeases; lease++)
        {
            if (_entries[2 * lease] == 0)
            {
                Volatile.Write(ref _entries[(2 * lease) + 1], epoch);
                Volatile.Write(ref _entries[2 * lease], memory);
                return lease;
            }
        }

        return MaxLeases;
    }

    /// <summary>Begins to read a page that the thread moves: look up its place only after this.</summary>
    /// <param name="memory">The memory's number.</param>
    /// <param name="epoch">The present one.</param>
    public void EnterMove(long memory, long epoch)
    {
        Volatile.Write(ref _entries[(2 * Move) + 1], epoch);
        Volatile.Write(ref _entries[2 * Move], memory);
    }

    /// <summary>Where a lease says what it reads, for who ends it without asking more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long* Entry(int lease) => (long*)Unsafe.AsPointer(ref _entries[2 * lease]);

    /// <summary>The frame is known: from here on the lease protects it and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold(int lease, nint address) => Volatile.Write(ref _entries[2 * lease], address);

    /// <summary>Back to where <see cref="Enter"/> was: a place may be looked up anew.</summary>
    public void Release(int lease, long memory) => Volatile.Write(ref _entries[2 * lease], memory);

    /// <summary>Ends a lease; ending it twice does no harm until another takes its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int lease) => Volatile.Write(ref _entries[2 * lease], 0);

    /// <summary>
    /// Notices an access, and chooses the next that is: one in <paramref name="count"/> in the mean, at no fixed distance, or a loop over as many pages would show the same one each time.
    /// </summary>
    /// <returns>For how many accesses this one counts: by how it was chosen, whichever memory's accesses came since.</returns>
    public int Notice(int count)
    {
        int weight = Math.Max(1, _oneIn);
        _oneIn = count;

        // Xorshift32 (G. Marsaglia, Xorshift RNGs, 2003), which a state of 0 would keep at 0.
        uint random = _random == 0 ? (uint)Index + 1 : _random;
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        _random = random;
        UntilNoticed = 1 + (int)(random % (uint)((2 * count) - 1));
        return weight;
    }

    /// <summary>Leases that are held now.</summary>
    public int Count()
    {
        int count = 0;
        for (int lease = 0; lease < MaxLeases; lease++)
        {
            count += Held(lease) != 0 ? 1 : 0;
        }

        return count;
    }
}
