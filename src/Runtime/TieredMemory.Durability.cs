using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>What a program asks of durable nodes.</content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>
    /// Has a page's contents, as they are now, survive the process and a loss of power: once this completes they are acknowledged. An anonymous page gets a copy on a durable node of
    /// its domain, and stays where it is; a dirty file page is written back to its store. One that is on a durable node needs nothing.
    /// </summary>
    /// <remarks>
    /// Who writes the page meanwhile waits for it. No thread does, where the device has one of its own, or the store is an <see cref="IAsyncPageStore"/>; another store is called on a
    /// thread of the pool. Cancelled later than before it begins, a copy is made all the same; an asynchronous store is told, and a page that it does not take stays dirty.
    /// </remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">No durable node may have the page, or this thread holds a write lease on it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was acknowledged before still is.</exception>
    /// <exception cref="TierFullException">The durable node is full.</exception>
    /// <exception cref="TierIOException">A device or the store failed; what was acknowledged before still is.</exception>
    public async ValueTask FlushAsync(PageId page, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        await PageLocks.LockAsync(_core, page, cancellationToken).ConfigureAwait(false);
        try
        {
            PageState state = _core.Pages[page.Index].State;
            Node? node = state.Place.IsNode ? _core.Nodes[state.Place.Node] : null;
            if (!state.Has(PageFlags.File))
            {
                if (node?.Durable is null)
                {
                    await CopyDurablyAsync(page, state).ConfigureAwait(false);
                }
            }
            else if (node is not null && state.IsDirty)
            {
                await WriteBackAsync(page, node, state, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _core.Pages[page.Index].Unlock();
        }
    }

    private async ValueTask CopyDurablyAsync(PageId page, PageState state)
    {
        Node node = DurableNodeFor(page, _core.Domains[_core.Pages[page.Index].Domain].Nodes);
        ReadOnlyMemory<byte> contents = await ContentsOf(page, state).ConfigureAwait(false);
        PageWrite write = new(page.Index, TakeSlot(node, page), contents);
        IOException? failure = await _core.WriteDurablyAsync(node, [write]).ConfigureAwait(false);
        if (!write.IsWritten)
        {
            node.RetireFrames(write.Frame);
            throw new TierIOException($"Node '{node.Name}' did not take {page}: {failure!.Message}", node.Name, failure);
        }
    }

    private async ValueTask WriteBackAsync(PageId page, Node node, PageState state, CancellationToken cancellationToken)
    {
        long key = _core.Pages[page.Index].StoreKey;
        try
        {
            if (_core.Store is not IAsyncPageStore store)
            {
                await Task.Run(() => _reclaimer.WriteBack(node, page.Index, ref _core.Pages[page.Index]), CancellationToken.None).ConfigureAwait(false);
                return;
            }

            ReadOnlyMemory<byte> contents = await ContentsOf(page, state).ConfigureAwait(false);
            ValueTask writing;
            PageLocks.Enter(_core, page.Index, PageLocks.Holder.Store);
            try
            {
                writing = store.WriteAsync(key, contents, cancellationToken);
            }
            finally
            {
                PageLocks.Leave(_core, page.Index, PageLocks.Holder.Store);
            }

            await writing.ConfigureAwait(false);
            _core.SettleWriteBack(node, page.Index, ref _core.Pages[page.Index]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TierIOException)
        {
            // Of a node, which it names.
            throw;
        }
#pragma warning disable CA1031 // Whatever the program's store throws is told under one type that says where it came from.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new TierIOException(FormattableString.Invariant($"The store could not write key {key}: {error.Message}"), "store", error);
        }
    }

    private Node DurableNodeFor(PageId page, ulong allowed) =>
        _core.Nodes.Where(node => node.Durable is not null && (allowed & (1UL << node.Id)) != 0).MinBy(static node => node.Description.Tier)
        ?? throw new InvalidOperationException($"{page} cannot be made durable: topology '{TPolicy.Description.Topology.Name}' has no 'durable' file node that its domain allows.");

    private static uint TakeSlot(Node node, PageId page)
    {
        // A new version of a page that has one there frees the slot of the old one.
        uint slot = 0;
        return (node.Durable!.HasCopy(page.Index) && node.TryTakeSpareFrame(out slot)) || node.TryTakeFrame(0, out slot)
            ? slot
            : throw new TierFullException($"{page} cannot be made durable: node '{node.Name}' {(node.Frames.IsClosed ? "is off line" : "is full")}.");
    }

    /// <summary>The contents of a locked page: in place where that can be, else a copy.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ContentsOf(PageId page, PageState state)
    {
        if (state.Place.IsNode && _core.Nodes[state.Place.Node].Arena is { } arena)
        {
            return arena.Memory(state.Frame);
        }

        byte[] contents = new byte[PageSize];
        await _faults.ReadContentsAsync(page, contents, CancellationToken.None).ConfigureAwait(false);
        return contents;
    }
}
