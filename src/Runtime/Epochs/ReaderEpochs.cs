using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy.Epochs;

/// <summary>
/// Keeps frames from being used again while somebody may read them, at no cost to readers but two writes to a line of their own (epoch-based reclamation: K. Fraser,
/// Practical lock-freedom, 2004; hazard pointers: M. Michael, 2004). A reader says first that it reads, then looks where the page is, then says which frame that is. Who wants
/// frames back has the whole process pass a memory barrier, so that readers need none, and asks all slots.
/// </summary>
/// <remarks>
/// One for the process: a thread has one slot, whatever memories it reads. Safe from any thread.
/// <para>
/// Why the barrier is enough. A frame is retired after its page has left it, and before the barrier. A reader's core passes the barrier at some point of what the reader does. What the reader
/// wrote before that point has arrived, whatever it then is: that it reads the memory, or the frame. What it reads after that point is what there was when the frame was retired: it looks
/// the page up, and finds it elsewhere.
/// </para>
/// <para>
/// A lease says first that it reads the memory, then looks the page up, then says which frame that is. A batch has the page looked up already when it lists the frame (<see cref="EpochSlot.TryList"/>:
/// the frame, then the count that covers it), and then looks whether the page is still there, generation and all. If it looked before the barrier, frame and count were written before it, too, and
/// are seen; if after, it sees that the page has left, and does not read the frame. So it never protects more than the frames that it reads. That the page may have been away in between does no harm: when it was
/// seen in the frame for the second time, the frame was its own.
/// </para>
/// <para>
/// Who asks reads the entries of a slot first, then the count, then the frames that it covers: a frame that is read by a lease and then listed is in one of both. Nothing that is listed is moved or taken off before
/// the thread's last batch ends, but for the last one, when its page was not there.
/// </para>
/// </remarks>
internal static unsafe class ReaderEpochs
{
    /// <summary>
    /// Remembers where each lease was taken, which takes a hundred times as long as the lease: for a program that looks for one that was forgotten, and says
    /// <c>TierPolicyTrackLeases</c> in its project. Costs nothing when off.
    /// </summary>
    public static readonly bool Tracks = AppContext.TryGetSwitch("TierPolicy.TrackLeases", out bool isOn) && isOn;

    private static readonly Lock Lock = new();
    private static readonly Stack<nint> FreeSlots = new();

    private static nint[] _slots = [];
    private static Reader?[] _readers = [];
    private static long _epoch = 1;
    private static long _memories;

    [ThreadStatic]
    private static EpochSlot* _slot;

    [ThreadStatic]
    private static SlotOwner? _owner;

    /// <summary>A number for a memory: negative, so that it is no address.</summary>
    public static long NewMemory() => Interlocked.Decrement(ref _memories);

    /// <summary>The present epoch: a frame that is retired is retired in it.</summary>
    public static long Current => Volatile.Read(ref _epoch);

    /// <summary>This thread's slot, null before its first lease.</summary>
    public static EpochSlot* ThisThreadOrNull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _slot;
    }

    /// <summary>This thread's slot.</summary>
    public static EpochSlot* ThisThread => _slot != null ? _slot : TakeSlot();

    /// <summary>This thread begins to read: look up a place only after this.</summary>
    /// <param name="memory">The memory's number.</param>
    /// <param name="lease">Which of the thread's leases it is.</param>
    /// <exception cref="InvalidOperationException">The thread holds as many leases as it can.</exception>
    public static EpochSlot* Enter(long memory, out int lease)
    {
        EpochSlot* slot = ThisThread;
        lease = slot->Enter(memory, Current);
        if (lease == EpochSlot.MaxLeases)
        {
            ThrowTooMany();
        }

        if (Tracks)
        {
            Remember(lease);
        }

        return slot;
    }

    /// <summary>This thread begins to read a page that it moves, whatever leases it holds: look up its place only after this.</summary>
    /// <param name="memory">The memory's number.</param>
    /// <returns>The thread's slot; the entry is <see cref="EpochSlot.Move"/>.</returns>
    public static EpochSlot* EnterMove(long memory)
    {
        EpochSlot* slot = ThisThread;
        slot->EnterMove(memory, Current);
        return slot;
    }

    /// <summary>Begins a new epoch and asks who still reads what. Frames retired before the call and not protected by the answer may be used again.</summary>
    /// <param name="snapshot">Takes the answer.</param>
    public static void Advance(ReaderSnapshot snapshot)
    {
        Interlocked.Increment(ref _epoch);

        // A reader's "I read" may still be on its way out of its core while it has looked up a place already. After this it has arrived.
        Interlocked.MemoryBarrierProcessWide();
        snapshot.Clear();
        foreach (nint address in Volatile.Read(ref _slots))
        {
            snapshot.Add((EpochSlot*)address);
        }
    }

    /// <summary>Begins a new epoch, for those who only want to know later what began before it.</summary>
    public static long Advance() => Interlocked.Increment(ref _epoch);

    /// <summary>The oldest epoch in which a lease began that is held now, <see cref="long.MaxValue"/> where none is.</summary>
    /// <param name="isOfInterest">Whether what a slot holds, a memory's number or a frame's address, is asked about.</param>
    public static long Oldest(Predicate<long> isOfInterest)
    {
        long oldest = long.MaxValue;
        foreach (nint address in Volatile.Read(ref _slots))
        {
            EpochSlot* slot = (EpochSlot*)address;
            for (int lease = 0; lease < EpochSlot.MaxLeases; lease++)
            {
                long held = slot->Held(lease);
                if (held != 0 && isOfInterest(held))
                {
                    oldest = Math.Min(oldest, slot->Entered(lease));
                }
            }
        }

        return oldest;
    }

    /// <summary>Whether any thread has a lease on a frame. Have the process pass a barrier before, for one that has just begun.</summary>
    public static bool IsHeld(nint frame) => AnyHolds(frame);

    /// <summary>Whether this thread has a lease on a frame.</summary>
    public static bool ThisThreadHolds(nint frame) => _slot != null && Holds(_slot, frame);

    /// <summary>Whether this thread has a batch open that has read more than can be listed, and so keeps all frames of a memory from being used again.</summary>
    public static bool ThisThreadKeepsAllOf(long memory) => _slot != null && Holds(_slot, memory);

    /// <summary>Whether any thread has a batch open that has read more than can be listed, and so keeps all frames of a memory from being used again.</summary>
    public static bool AnyKeepsAllOf(long memory) => AnyHolds(memory);

    /// <summary>Who holds leases and batches now, in words, for the message when memory runs out because of them: "" where nobody does.</summary>
    public static string DescribeReaders()
    {
        List<string> readers = [];
        nint[] slots = Volatile.Read(ref _slots);
        for (int i = 0; i < slots.Length; i++)
        {
            EpochSlot* slot = (EpochSlot*)slots[i];
            if (slot->Count() > 0 && Volatile.Read(ref _readers)[i]?.Describe(slot) is { } reader)
            {
                readers.Add(reader);
            }
        }

        return string.Join(", ", readers);
    }

    private static bool AnyHolds(long held)
    {
        foreach (nint address in Volatile.Read(ref _slots))
        {
            if (Holds((EpochSlot*)address, held))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(EpochSlot* slot, long held)
    {
        for (int lease = 0; lease < EpochSlot.MaxLeases; lease++)
        {
            if (slot->Held(lease) == held)
            {
                return true;
            }
        }

        return false;
    }

    [DoesNotReturn]
    private static void ThrowTooMany() => throw new InvalidOperationException(
        $"A thread can hold {EpochSlot.MaxLeases} read leases at once. Read many pages in one ReadBatch, or pin those that are needed for long.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Remember(int lease) => _owner!.Reader.Taken[lease] = new StackTrace(2, fNeedFileInfo: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EpochSlot* TakeSlot()
    {
        lock (Lock)
        {
            if (!FreeSlots.TryPop(out nint address))
            {
                // Never freed: whoever scans the slots need not ask whether they are still there. There are as many as there ever were threads at once.
                address = (nint)NativeMemory.AlignedAlloc(EpochSlot.Size, 128);
                NativeMemory.Clear((void*)address, EpochSlot.Size);
                ((EpochSlot*)address)->Index = _slots.Length;
                Volatile.Write(ref _readers, [.. _readers, null]);
                Volatile.Write(ref _slots, [.. _slots, address]);
            }

            _slot = (EpochSlot*)address;
            _owner = new SlotOwner(address, new Reader());
            _readers[_slot->Index] = _owner.Reader;
            return _slot;
        }
    }

    /// <summary>Lives as long as its thread does, and gives the slot back after that: a thread that is gone reads nothing.</summary>
    private sealed class SlotOwner(nint slot, Reader reader)
    {
        ~SlotOwner()
        {
            ((EpochSlot*)slot)->Clear();
            lock (Lock)
            {
                FreeSlots.Push(slot);
            }
        }

        public Reader Reader => reader;
    }

    /// <summary>What is told of a thread that reads.</summary>
    private sealed class Reader
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private readonly string? _name = Thread.CurrentThread.Name;

        /// <summary>By lease: where it was taken; null unless that is tracked.</summary>
        public StackTrace?[] Taken { get; } = new StackTrace?[EpochSlot.MaxLeases];

        public string? Describe(EpochSlot* slot)
        {
            string name = _name is null ? "" : $" '{_name}'";
            StackTrace? oldest = null;
            long entered = long.MaxValue;
            int batches = 0;
            int leases = 0;
            bool keepsAll = false;
            for (int lease = 0; lease < EpochSlot.MaxLeases; lease++)
            {
                // A memory's number: a batch that has read more than can be listed, as a lease has it only until its frame is known.
                long what = slot->Held(lease);
                keepsAll |= EpochSlot.IsMemory(what);
                batches += what < 0 ? 1 : 0;
                leases += what > 0 ? 1 : 0;
                if (what != 0 && slot->Entered(lease) < entered)
                {
                    entered = slot->Entered(lease);
                    oldest = Taken[lease];
                }
            }

            if (batches + leases == 0)
            {
                // It has ended what it held meanwhile.
                return null;
            }

            string frames = keepsAll ? " (all frames that pages leave)" : batches > 0 ? $" ({Count(slot->Listed(), "frame", "frames")})" : "";
            string[] held = [.. new[] { Count(batches, "batch", "batches") + frames, Count(leases, "lease", "leases") }.Where(static text => text.Length > 0)];
            string who = FormattableString.Invariant($"thread {_thread}{name} holds {string.Join(" and ", held)}");
            return oldest is null ? who : $"{who}, the oldest taken{Environment.NewLine}{oldest}";
        }

        private static string Count(int count, string one, string several) => count switch
        {
            0 => one == "frame" ? "no frame" : "",
            1 => $"1 {one}",
            _ => FormattableString.Invariant($"{count} {several}"),
        };
    }
}
