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
/// <para>
/// An open batch has an entry, too, which says of which memory it is and protects nothing (<see cref="BatchOf"/>): the frames that batches read are listed, for all of the thread's
/// together, until the last of them ends. When the list is full, the entry protects all frames that are retired from then on.
/// </para>
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

    /// <summary>Frames that a thread's batches list at once.</summary>
    public const int MaxListed = 256;

    /// <summary>Bytes to give to a slot: the next thread's is on other cache lines, those fetched together included.</summary>
    public const int Size = 21 * 128;

    // Tells an open batch's entry from that of one who looks a place up: the numbers of memories are negative, and small.
    private const long BatchMark = 1L << 62;

    private fixed long _entries[2 * Entries];

    /// <summary>Accesses until the next that is noticed.</summary>
    public int UntilNoticed;

    // The access that is noticed next was chosen as one in so many: not as many for all memories that the thread reads.
    private int _oneIn;
    private uint _random;

    /// <summary>Which slot this is, for those who ask who holds a lease.</summary>
    public int Index;

    // Bit set of the leases that are batches: ended twice, a batch is ended once.
    private uint _batches;
    private int _listed;
    private fixed long _frames[MaxListed];

    /// <summary>What is read: 0 for nothing, a memory's number (negative), the same of an open batch (negative, too), or a frame's address.</summary>
    public long Held(int lease) => Volatile.Read(ref _entries[2 * lease]);

    /// <summary>Frames that the thread's batches have listed; ask after all of <see cref="Held"/>, since a lease on a frame ends when it is listed.</summary>
    public int Listed() => Volatile.Read(ref _listed);

    /// <summary>The address of a frame that is listed; read it after <see cref="Listed"/>.</summary>
    public long ListedFrame(int index) => Volatile.Read(ref _frames[index]);

    /// <summary>Whether what is read is a memory's number, and so all of it.</summary>
    public static bool IsMemory(long held) => held < 0 && (held & BatchMark) != 0;

    /// <summary>What the entry of an open batch says that protects no more than what is listed.</summary>
    public static long BatchOf(long memory) => memory ^ BatchMark;

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

    /// <summary>A lease that was entered by <see cref="BatchOf"/> is a batch from here on.</summary>
    public void OpenBatch(int lease) => _batches |= 1U << lease;

    /// <summary>Ends a batch; ending it twice does no harm until another lease takes its place. What is listed is given up with the thread's last one.</summary>
    public void CloseBatch(int lease)
    {
        Exit(lease);
        _batches &= ~(1U << lease);
        if (_batches == 0)
        {
            Volatile.Write(ref _listed, 0);
        }
    }

    /// <summary>
    /// Lists a frame that a batch is about to read. It is protected if the page is seen in it once more after this: who retires the frame later finds it listed.
    /// False, and nothing is listed, where the list is full.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryList(nint address)
    {
        int listed = _listed;
        if (listed == MaxListed)
        {
            return false;
        }

        // The frame before the count that covers it: who sees the count sees the frame.
        Volatile.Write(ref _frames[listed], address);
        Volatile.Write(ref _listed, listed + 1);
        return true;
    }

    /// <summary>Whether no more can be listed.</summary>
    public bool IsListFull => _listed == MaxListed;

    /// <summary>Takes the frame that was listed last off the list: the page was not in it any more.</summary>
    public void Unlist() => Volatile.Write(ref _listed, _listed - 1);

    /// <summary>Has a batch protect all frames of its memory that are retired from here on: look up places only after this.</summary>
    /// <param name="lease">The batch's.</param>
    /// <param name="memory">The memory's number.</param>
    /// <param name="epoch">The present one.</param>
    public void KeepAll(int lease, long memory, long epoch)
    {
        if (_entries[2 * lease] != memory)
        {
            Volatile.Write(ref _entries[(2 * lease) + 1], epoch);
            Volatile.Write(ref _entries[2 * lease], memory);
        }
    }

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

    /// <summary>Ends all that the thread reads, which is gone.</summary>
    public void Clear()
    {
        for (int lease = 0; lease < Entries; lease++)
        {
            Exit(lease);
        }

        _batches = 0;
        Volatile.Write(ref _listed, 0);
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
