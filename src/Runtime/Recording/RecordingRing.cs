using System.Runtime.InteropServices;
using TierPolicy.Traces;

namespace TierPolicy.Recording;

/// <summary>
/// The accesses of one thread on their way to the file: a ring with one writer, the thread, and one reader (L. Lamport, Proving the correctness of multiprocess programs, 1977). Where it is
/// full the thread does not wait: the access is dropped, and counted.
/// </summary>
/// <param name="capacity">Accesses that have room, a power of two.</param>
internal sealed class RecordingRing(int capacity)
{
    private readonly TraceAccess[] _accesses = new TraceAccess[capacity];

    // The thread's own, and the reader's, apart: else each write of the one would take the cache line from the other.
    private ThreadSide _thread = new() { Random = (uint)Environment.CurrentManagedThreadId * 2_654_435_769 | 1 };
    private ReaderSide _reader;

    /// <summary>Accesses that were recorded.</summary>
    public long Written => Volatile.Read(ref _thread.Written);

    /// <summary>Accesses that were to be recorded, and found no room.</summary>
    public long Dropped => Volatile.Read(ref _thread.Dropped);

    /// <summary>A random number, for the thread alone (Xorshift32: G. Marsaglia, Xorshift RNGs, 2003).</summary>
    public uint NextRandom()
    {
        uint random = _thread.Random;
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        return _thread.Random = random;
    }

    /// <summary>By the thread: adds an access, or drops it.</summary>
    public void Add(in TraceAccess access)
    {
        long at = _thread.Written;
        if (at - _thread.KnownTaken == capacity)
        {
            _thread.KnownTaken = Volatile.Read(ref _reader.Taken);
            if (at - _thread.KnownTaken == capacity)
            {
                Volatile.Write(ref _thread.Dropped, _thread.Dropped + 1);
                return;
            }
        }

        _accesses[at & (capacity - 1)] = access;
        Volatile.Write(ref _thread.Written, at + 1);
    }

    /// <summary>By the reader: how many accesses are there to be taken.</summary>
    public int Count() => (int)(Volatile.Read(ref _thread.Written) - _reader.Taken);

    /// <summary>By the reader: the access that is the so manieth to be taken.</summary>
    public ref TraceAccess this[int index] => ref _accesses[(_reader.Taken + index) & (capacity - 1)];

    /// <summary>By the reader: gives back the room of so many.</summary>
    public void Take(int count) => Volatile.Write(ref _reader.Taken, _reader.Taken + count);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct ThreadSide
    {
        [FieldOffset(128)]
        public long Written;

        [FieldOffset(136)]
        public long KnownTaken;

        [FieldOffset(144)]
        public long Dropped;

        [FieldOffset(152)]
        public uint Random;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct ReaderSide
    {
        [FieldOffset(128)]
        public long Taken;
    }
}
