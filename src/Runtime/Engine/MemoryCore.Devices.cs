using TierPolicy.Counters;
using TierPolicy.Nodes;
using TierPolicy.Observability;
using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <content>Reads and writes the frames of nodes that may fail, and keeps account of whether they do.</content>
internal sealed partial class MemoryCore
{
    /// <summary>What stands for a node's id where it is of swap.</summary>
    private const int NoNode = -1;

    private Node[]? _devices;
    private Node[]? _durable;

    /// <summary>Tells the program which nodes begin to fail, and which work again.</summary>
    public HealthAnnouncer HealthChanges { get; } = new();

    /// <summary>Bit set of the nodes that no page is sent to just now, since they fail. The compiled table stays.</summary>
    public ulong FailingNodes
    {
        get
        {
            ulong failing = 0;
            foreach (Node node in _devices ??= [.. Nodes.Where(static node => !node.IsByteAddressable)])
            {
                if (node.Health.IsFailing && !node.Health.MayBeTarget(Clock.Now))
                {
                    failing |= 1UL << node.Id;
                }
            }

            return failing;
        }
    }

    /// <summary>Copies a frame out.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public void ReadFrame(Node node, uint frame, Span<byte> page)
    {
        try
        {
            node.Storage.Read(frame, page);
        }
        catch (IOException error)
        {
            CountError(node, error);
            throw;
        }
    }

    /// <summary>As <see cref="ReadFrame"/>, without blocking the caller.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public async ValueTask ReadFrameAsync(Node node, uint frame, Memory<byte> page)
    {
        try
        {
            await node.Storage.ReadAsync(frame, page).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            CountError(node, error);
            throw;
        }
    }

    /// <summary>The contents of a frame: in place where that can be, else a copy. By the holder of its page's lock.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public ReadOnlyMemory<byte> Contents(Node node, uint frame)
    {
        if (node.Arena is not null)
        {
            return node.Arena.Memory(frame);
        }

        byte[] copy = new byte[node.Storage.PageSize];
        ReadFrame(node, frame, copy);
        return copy;
    }

    /// <summary>Writes pages, as many of them as can be written; each says whether it was. What fails is counted, and told with the exception if memory runs out for it.</summary>
    public void WriteFrames(Node node, IReadOnlyList<PageWrite> pages)
    {
        Settle(node, pages, node.Storage.Write(pages));
    }

    /// <summary>As <see cref="WriteFrames"/>, on a durable node, without blocking the caller where the device has a thread.</summary>
    /// <returns>Why not all pages could be written; null where they were.</returns>
    public async ValueTask<IOException?> WriteDurablyAsync(Node node, IReadOnlyList<PageWrite> pages)
    {
        IOException? failure = await node.Durable!.WriteAsync(pages).ConfigureAwait(false);
        Settle(node, pages, failure);
        return failure;
    }

    /// <summary>Copies a slot of swap out.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public void ReadSwap(uint slot, Span<byte> page)
    {
        try
        {
            Swap!.Read(slot, page);
        }
        catch (IOException error)
        {
            CountSwapError(error);
            throw;
        }
    }

    /// <summary>As <see cref="ReadSwap"/>, without blocking the caller.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public async ValueTask ReadSwapAsync(uint slot, Memory<byte> page)
    {
        try
        {
            await Swap!.ReadAsync(slot, page).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            CountSwapError(error);
            throw;
        }
    }

    /// <summary>Writes a page to swap.</summary>
    /// <exception cref="IOException">The device failed, or is full; it is counted.</exception>
    public void WriteSwap(uint page, uint slot, ReadOnlyMemory<byte> contents)
    {
        try
        {
            Swap!.Write(page, slot, contents);
        }
        catch (IOException error)
        {
            CountSwapError(error);
            throw;
        }

        if (Swap.Health.CountWritten(Clock.Now))
        {
            HealthChanges.WorksAgain(NoNode, SwapArea.Name, Swap.Health);
        }
    }

    /// <summary>The store has what a dirty file page holds; by the holder of its lock.</summary>
    /// <exception cref="TierIOException">A device failed; the page stays dirty.</exception>
    public void SettleWriteBack(Node node, uint page, ref PageDescriptor descriptor)
    {
        node.Counters.Count(VmStatItem.PgWriteback);
        if (node.Durable is null)
        {
            // An older version on a durable node must not come back and replace it.
            ForgetDurably(page);
        }

        SetDirty(ref descriptor, node, dirty: false);
    }

    /// <summary>The versions of a page on durable nodes do not hold any more: it is freed, or the store has it. By the holder of its lock.</summary>
    /// <exception cref="TierIOException">A device failed; the page is as it was.</exception>
    public void ForgetDurably(uint page)
    {
        _durable ??= [.. Nodes.Where(static node => node.Durable is not null)];
        if (_durable.Length > 0)
        {
            ForgetDurably(page, except: null);
            DurableNumbers.Forget(page);
        }
    }

    private void ForgetDurably(uint page, Node? except)
    {
        _durable ??= [.. Nodes.Where(static node => node.Durable is not null)];
        IEnumerable<Node> nodes = _durable.Length < 2 ? _durable : _durable.OrderBy(node => node.Durable!.SequenceOf(page));

        // The version that holds comes last: should a device fail before, it is still there.
        foreach (Node node in nodes)
        {
            if (node == except)
            {
                continue;
            }

            try
            {
                if (node.Durable!.Forget(page) is uint slot)
                {
                    node.RetireFrames(slot);
                }
            }
            catch (IOException error)
            {
                CountError(node, error);
                throw new TierIOException($"Node '{node.Name}' could not be told that {Pages.IdOf(page)} is not to be kept: {error.Message}", node.Name, error);
            }
        }
    }

    private void Settle(Node node, IReadOnlyList<PageWrite> pages, IOException? failure)
    {
        node.Frames.Recount();
        foreach (PageWrite page in pages)
        {
            if (page.Superseded is uint slot)
            {
                node.RetireFrames(slot);
            }

            if (page.IsWritten && node.Durable is not null)
            {
                try
                {
                    ForgetDurably(page.Page, except: node);
                }
                catch (TierIOException error)
                {
                    // An older version stays on another durable node until the page is freed, or written there: should the process end before, the later one of the two holds.
                    LastFailure = error;
                }
            }
        }

        if (failure is null)
        {
            if (node.Health.CountWritten(Clock.Now))
            {
                HealthChanges.WorksAgain(node.Id, node.Name, node.Health);
            }
        }
        else
        {
            LastFailure = failure;
            CountError(node, failure);
        }
    }

    private void CountError(Node node, IOException error)
    {
        if (node.Health.CountError(Clock.Now, out long pause))
        {
            HealthChanges.BeganToFail(node.Id, node.Name, node.Health, error, pause);
        }
    }

    private void CountSwapError(IOException error)
    {
        if (Swap!.Health.CountError(Clock.Now, out long pause))
        {
            HealthChanges.BeganToFail(NoNode, SwapArea.Name, Swap.Health, error, pause);
        }
    }
}
