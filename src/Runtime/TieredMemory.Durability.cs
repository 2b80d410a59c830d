using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>What a program asks of durable nodes.</content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>
    /// Has a page's contents, as they are now, survive the process and a loss of power: once this completes they are acknowledged. An anonymous page gets a copy on a durable node of
    /// its domain, and stays where it is: on the fastest that has room and works; a dirty file page is written back to its store. One that is on a durable node needs nothing.
    /// </summary>
    /// <remarks>
    /// Who writes the page meanwhile waits for it. No thread does, where the device has one of its own, or the store is an <see cref="IAsyncPageStore"/>; another store is called on a
    /// thread of the pool. Cancelled later than before it begins, a copy is made all the same; an asynchronous store is told, and a page that it does not take stays dirty.
    /// </remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">No durable node may have the page, or this thread holds a write lease on it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was acknowledged before still is.</exception>
    /// <exception cref="TierFullException">The durable nodes are full or off line.</exception>
    /// <exception cref="TierIOException">A device or the store failed, and no other durable node took the page; what was acknowledged before still is.</exception>
    public async ValueTask FlushAsync(PageId page, CancellationToken cancellationToken = default)
    {
        Disposed.ThrowIf(_isDisposed, this);
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
        ReadOnlyMemory<byte>? contents = null;
        TierIOException? failed = null;
        List<string> refusals = [];
        foreach (Node node in DurableNodesFor(page, _core.Domains[_core.Pages[page.Index].Domain].Nodes))
        {
            if (!TryTakeSlot(node, page, out uint slot))
            {
                refusals.Add($"node '{node.Name}' {(node.Frames.IsClosed ? "is off line" : "is full")}");
                continue;
            }

            PageWrite write = new(page.Index, slot, contents ??= await ContentsOf(page, state).ConfigureAwait(false));
            IOException? failure = await _core.WriteDurablyAsync(node, [write]).ConfigureAwait(false);
            if (write.IsWritten)
            {
                return;
            }

            node.RetireFrames(slot);
            failed ??= new TierIOException($"Node '{node.Name}' did not take {page}: {failure!.Message}", node.Name, failure);
        }

        throw failed as Exception ?? new TierFullException($"{page} cannot be made durable: {string.Join(", ", refusals)}.");
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

    /// <summary>The durable nodes that may have a page, in the order in which they are asked: by tier, and those that fail last.</summary>
    private Node[] DurableNodesFor(PageId page, ulong allowed)
    {
        ulong failing = _core.FailingNodes;
        Node[] nodes =
        [
            .. _core.Nodes
                .Where(node => node.Durable is not null && (allowed & (1UL << node.Id)) != 0)
                .OrderBy(node => (failing >> node.Id) & 1)
                .ThenBy(static node => node.Description.Tier),
        ];
        return nodes.Length > 0
            ? nodes
            : throw new InvalidOperationException($"{page} cannot be made durable: topology '{TPolicy.Description.Topology.Name}' has no 'durable' file node that its domain allows.");
    }

    private static bool TryTakeSlot(Node node, PageId page, out uint slot)
    {
        // A new version of a page that has one there frees the slot of the old one.
        slot = 0;
        return (node.Durable!.HasCopy(page.Index) && node.TryTakeSpareFrame(out slot)) || node.TryTakeFrame(0, out slot);
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
