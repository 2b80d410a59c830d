using System.Runtime.CompilerServices;

namespace TierPolicy;

/// <summary>
/// The right to read a page, until it is disposed. It cannot leave the stack, and costs no lock and no write to memory that other threads use. The contents do not change under
/// it: who writes the page, or moves it, gives it a new frame meanwhile, and waits for nobody; but who writes it in place (<see cref="PageOptions.InPlace"/>) waits for the lease to end.
/// </summary>
/// <remarks>
/// A lease held for long keeps one frame from being used again, nothing else. A thread can hold 32 of them at once; see <see cref="ReadBatch{TPolicy}"/> for many pages, and
/// <see cref="PinnedPage"/> for a page that is needed beyond the stack. Do not copy it: a copy that is disposed ends the lease of the original too.
/// With <see cref="TieredMemoryOptions.StableAddresses"/> the contents may change under a lease, as a write is copied into the page: who reads may see half of it.
/// </remarks>
public unsafe ref struct ReadLease : IDisposable
{
    private readonly LeasedFrame _frame;
    private long* _entry;
    private int _length;

    /// <param name="entry">Where the thread's epoch slot says that the frame is read.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="length">Bytes of the page.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadLease(long* entry, LeasedFrame frame, int length)
    {
        _entry = entry;
        _frame = frame;
        _length = length;
    }

    /// <summary>The page's contents, a page long; empty after <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((void*)_frame.Address, _length);
    }

    internal readonly nint Address => _frame.Address;

    /// <summary>The id of the node on which they are read.</summary>
    public readonly int NodeId => _frame.Node;

    /// <summary>Whether the page had to come up for this lease: from a node that is not byte-addressable, from swap, or from the store.</summary>
    public readonly bool WasPagedIn => _frame.WasPagedIn;

    /// <summary>Ends the lease; more than once does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        long* entry = _entry;
        if (entry != null)
        {
            _entry = null;
            _length = 0;
            Volatile.Write(ref *entry, 0);
        }
    }
}
