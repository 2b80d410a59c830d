using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>Tells where pages lie.</content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>
    /// The address of a page's contents, a page long. With <see cref="TieredMemoryOptions.StableAddresses"/> of any page, which comes up first where it must: it stays the page's, on whichever node that is, until
    /// the page is freed or put out to swap or the store. A policy without swap puts no anonymous page out; a pin keeps any page in. Else of a page that is pinned: it stays the page's for as long as it is.
    /// </summary>
    /// <remarks>
    /// Tell of accesses by <see cref="Touch"/>, or the page looks unused; of writes to file pages also, or they are not written back. Not to be used after <see cref="Dispose"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">Addresses are not stable, and the page is not pinned.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public nint AddressOf(PageId page)
    {
        Disposed.ThrowIf(_isDisposed, this);
        if (_core.HasStableAddresses)
        {
            using ReadLease lease = Read(page);
            return lease.Address;
        }

        PageState state = _core.Pages.Find(page).State;
        return state.IsPinned && IsReadable(state, out Node? node)
            ? node.Arena!.Address(state.Frame)
            : throw new InvalidOperationException($"{page} has no address that it keeps: pin it first, or create the memory with {nameof(TieredMemoryOptions)}.{nameof(TieredMemoryOptions.StableAddresses)}.");
    }
}
