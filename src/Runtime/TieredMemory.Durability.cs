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
    /// <remarks>Who writes the page meanwhile waits for it. Cancelled later than before it begins, it is done all the same.</remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">No durable node may have the page, or this thread holds a write lease on it.</exception>
    /// <exception cref="TierFullException">The durable node is full.</exception>
    /// <exception cref="TierIOException">A device or the store failed; what was acknowledged before still is.</exception>
    public async ValueTask FlushAsync(PageId page, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (BeginFlush(page, out Node? node) is not PageWrite write)
        {
            Flush(page);
            return;
        }

        try
        {
            IOException? failure = await _core.WriteDurablyAsync(node!, [write]).ConfigureAwait(false);
            if (!write.IsWritten)
            {
                node!.RetireFrames(write.Frame);
                throw new TierIOException($"Node '{node.Name}' did not take {page}: {failure!.Message}", node.Name, failure);
            }
        }
        finally
        {
            _core.Pages[page.Index].Unlock();
        }
    }

    /// <summary>Locks a page and takes a slot for its new version; null, and not locked, where its contents need none.</summary>
    private PageWrite? BeginFlush(PageId page, out Node? node)
    {
        node = null;
        ref PageDescriptor descriptor = ref PageLocks.Lock(_core, page);
        PageWrite? write = null;
        try
        {
            PageState state = descriptor.State;
            if (!state.Has(PageFlags.File) && !(state.Place.IsNode && _core.Nodes[state.Place.Node].Durable is not null))
            {
                node = DurableNodeFor(page, _core.Domains[descriptor.Domain].Nodes);
                ReadOnlyMemory<byte> contents = ContentsOf(page, state);
                write = new PageWrite(page.Index, TakeSlot(node, page), contents);
            }

            return write;
        }
        finally
        {
            if (write is null)
            {
                descriptor.Unlock();
            }
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

    private ReadOnlyMemory<byte> ContentsOf(PageId page, PageState state)
    {
        string place = state.Place == Place.Swap ? "swap" : _core.Nodes[state.Place.Node].Name;
        try
        {
            if (state.Place.IsNode)
            {
                return _core.Contents(_core.Nodes[state.Place.Node], state.Frame);
            }

            byte[] contents = new byte[PageSize];
            _core.Swap!.Read(state.Frame, contents);
            return contents;
        }
        catch (IOException error)
        {
            throw new TierIOException($"The contents of {page} could not be read from {place}: {error.Message}", place, error);
        }
    }
}
