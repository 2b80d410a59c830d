using System.Buffers;
using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <summary>
/// Brings pages up without holding a thread while device or store work. A page that comes up is locked, and its contents are read aside: it needs a frame only when they are there,
/// so that a device that hangs holds no memory that others want. Safe from any thread.
/// </summary>
internal sealed class AsyncPageIns<TPolicy>(MemoryCore core, PageFaults<TPolicy> faults, FrameAllocator<TPolicy> allocator)
    where TPolicy : struct, ITierPolicy
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PageId, PendingPageIn> _pending = [];
    private readonly CancellationTokenSource _gone = new();
    private int _arriving;
    private bool _isClosed;

    /// <summary>Waits with whoever brings the page up already, or begins to; the caller leaves it when it has waited.</summary>
    /// <returns>Null where somebody else has the page locked just now, or it is up.</returns>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">The store is called for the page on this thread, and must not use it.</exception>
    public PendingPageIn? JoinOrBegin(PageId page)
    {
        PendingPageIn pageIn;
        lock (_lock)
        {
            Disposed.ThrowIf(_isClosed, typeof(TieredMemory<TPolicy>));
            if (_pending.TryGetValue(page, out PendingPageIn? found))
            {
                PageLocks.RequireNotInTheWay(core, page);
                found.Join();
                return found;
            }

            if (!TryLockToBringUp(page))
            {
                return null;
            }

            pageIn = new PendingPageIn(core, page, allocator.LocalNode);
            pageIn.Join();
            _pending.Add(page, pageIn);
        }

        _ = BringUpAsync(pageIn);
        return pageIn;
    }

    /// <summary>What is not up yet does not come up any more; those who wait are told that the memory is gone.</summary>
    /// <returns>What the store threw when it was told that nobody wants its pages any more.</returns>
    public IReadOnlyCollection<Exception> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        IReadOnlyCollection<Exception> failures = [];
        try
        {
            _gone.Cancel();
        }
        catch (AggregateException error)
        {
            // All that the store has registered was called. That some of it threw must not leave the rest of the memory behind.
            failures = error.InnerExceptions;
        }

        _gone.Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref _arriving) == 0);
        return failures;
    }

    private bool TryLockToBringUp(PageId page)
    {
        ref PageDescriptor descriptor = ref core.Pages.Find(page);
        if (!descriptor.TryLock())
        {
            PageLocks.RequireNotInTheWay(core, page);
            return false;
        }

        bool isPage = Volatile.Read(ref descriptor.Generation) == page.Generation;
        Place place = descriptor.State.Place;
        if (isPage && !(place.IsNode && core.Nodes[place.Node].IsByteAddressable))
        {
            return true;
        }

        descriptor.Unlock();
        return isPage ? false : throw PageTable.Gone(page);
    }

    /// <summary>Throws nothing: those who wait are told.</summary>
    private async Task BringUpAsync(PendingPageIn pageIn)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(core.PageSize);
        Exception? failure = null;
        try
        {
            await faults.ReadContentsAsync(pageIn.Page, buffer.AsMemory(0, core.PageSize), _gone.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, the page's lock must end, and who waits for the page be told.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = error;
        }

        failure = Arrive(pageIn, buffer, failure);
        if (failure is null)
        {
            // One that failed may still be written to by whoever did not get done with it.
            ArrayPool<byte>.Shared.Return(buffer);
        }

        lock (_lock)
        {
            _pending.Remove(pageIn.Page);
        }

        pageIn.Complete(failure);
    }

    /// <summary>Gives the page a frame if it was read, and ends its lock.</summary>
    /// <returns>Why the page is not up.</returns>
    private Exception? Arrive(PendingPageIn pageIn, byte[] contents, Exception? failure)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                // There is no page any more.
                return Disposed.Of(typeof(TieredMemory<TPolicy>));
            }

            Interlocked.Increment(ref _arriving);
        }

        ref PageDescriptor descriptor = ref core.Pages[pageIn.Page.Index];
        try
        {
            if (failure is null)
            {
                pageIn.Pin(faults.PageIn(pageIn.Page.Index, ref descriptor, pageIn.LocalNode, contents.AsSpan(0, core.PageSize)));
            }

            return failure;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
        finally
        {
            descriptor.Unlock();
            Interlocked.Decrement(ref _arriving);
        }
    }
}
