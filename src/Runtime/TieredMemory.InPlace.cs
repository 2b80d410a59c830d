using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>
/// Pages that are written in place. Their readers and writers exclude each other, at the writer's cost: a lease says which frame it reads in any case, and that is a reader's share of the lock. Who writes says so in the
/// page's state, has the whole process pass a barrier, and waits until no slot names the frame (D. Dice and A. Kogan, BRAVO: Biased Locking for Reader-Writer Locks, 2019, with the barrier in place of its readers'
/// fence). A reader who says which frame it reads only after the barrier sees that the page is written, and waits.
/// </content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>Gives a page that this thread has locked to a writer, when those who read it have finished.</summary>
    private WriteLease WriteInPlace(PageId page, ref PageDescriptor descriptor, Node node, bool wasPagedIn)
    {
        // Locked, it stays in this frame. Frames in which it was before are not written to, whoever reads them.
        uint frame = descriptor.State.Frame;
        nint address = node.Arena!.Address(frame);
        if (ReaderEpochs.ThisThreadHolds(address))
        {
            throw new InvalidOperationException($"This thread would wait for itself: it holds a read lease on {page}, which is written in place. Dispose the lease first.");
        }

        descriptor.Set(PageFlags.Writing);
        try
        {
            Interlocked.MemoryBarrierProcessWide();
            SpinWait wait = default;
            while (descriptor.State.IsPinned || ReaderEpochs.IsHeld(address))
            {
                Disposed.ThrowIf(_core.IsDisposed, typeof(TieredMemory<>));
                wait.SpinOnce();
            }

            return new WriteLease(_core, page.Index, node, frame, wasPagedIn);
        }
        catch
        {
            descriptor.Clear(PageFlags.Writing);
            throw;
        }
    }

    /// <summary>Waits until nobody writes a page in place, or it is gone.</summary>
    private unsafe void WaitForWriter(PageId page, PageDescriptor* descriptor)
    {
        SpinWait wait = default;
        while (descriptor->State.IsWriting && Volatile.Read(ref descriptor->Generation) == page.Generation)
        {
            PageLocks.RequireNotInTheWay(_core, page);
            Disposed.ThrowIf(_core.IsDisposed, typeof(TieredMemory<>));
            wait.SpinOnce();
        }
    }

    /// <summary>Copies a page out that is in memory and that nobody writes just now.</summary>
    private unsafe bool TryCopyInPlace(PageId page, Span<byte> destination)
    {
        PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
        if (IsThere(page, descriptor, out Node? node, out _))
        {
            NoticeRead(page, descriptor, node);
        }

        if (!TryLease(page, descriptor, out LeasedFrame frame, out _))
        {
            return false;
        }

        using ReadLease lease = new(ReaderEpochs.ThisThread->Entry(frame.Lease), frame, _pageSize);
        CopyTo(lease, destination);
        return true;
    }

    /// <summary>A batch may have more pages than it can say of which they are.</summary>
    private unsafe void RequireNotInPlace(PageId page)
    {
        PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
        if (descriptor != null && descriptor->State.IsInPlace && Volatile.Read(ref descriptor->Generation) == page.Generation)
        {
            throw new InvalidOperationException($"{page} is written in place, and its writers would wait for the whole batch: read it by {nameof(Read)}, or pin it.");
        }
    }

    private void CopyTo(in ReadLease lease, Span<byte> destination)
    {
        if (!lease.Span.TryCopyTo(destination))
        {
            throw new ArgumentException($"The destination is shorter than a page of {PageSize} bytes.", nameof(destination));
        }
    }
}
