using System.Runtime.CompilerServices;
using TierPolicy.Epochs;

namespace TierPolicy;

/// <summary>
/// The right to read a page, until it is disposed. It cannot leave the stack, and costs no lock and no write to memory that other threads use. The contents do not change under
/// it: who writes the page, or moves it, gives it a new frame meanwhile, and waits for nobody.
/// </summary>
/// <remarks>
/// A lease held for long keeps one frame from being used again, nothing else. A thread can hold 32 of them at once; see <see cref="ReadBatch{TPolicy}"/> for many pages, and
/// <see cref="PinnedPage"/> for a page that is needed beyond the stack. Do not copy it: a copy that is disposed ends the lease of the original too.
/// </remarks>
public unsafe ref struct ReadLease : IDisposable
{
    private readonly LeasedFrame _frame;
    private EpochSlot* _slot;
    private int _length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadLease(EpochSlot* slot, LeasedFrame frame, int length)
    {
        _slot = slot;
        _frame = frame;
        _length = length;
    }

    /// <summary>The page's contents, a page long; empty after <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((void*)_frame.Address, _length);
    }

    /// <summary>The id of the node on which they are read.</summary>
    public readonly int NodeId => _frame.Node;

    /// <summary>Whether the page had to come up for this lease: from a node that is not byte-addressable, from swap, or from the store.</summary>
    public readonly bool WasPagedIn => _frame.WasPagedIn;

    /// <summary>Ends the lease; more than once does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        EpochSlot* slot = _slot;
        if (slot != null)
        {
            _slot = null;
            _length = 0;
            slot->Exit(_frame.Lease);
        }
    }
}
