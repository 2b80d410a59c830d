using TierPolicy.Engine;
using TierPolicy.Nodes;

namespace TierPolicy;

/// <summary>
/// The right to write a page, until it is disposed: what was written is published then, as a whole. Until then readers read the contents from before, or, where the page is written
/// in place (<see cref="PageOptions.InPlace"/>), wait. It cannot leave the stack, and a thread can hold one write lease on a page.
/// </summary>
/// <remarks>One that outlives its memory may be written to and ended: what was written is given up.</remarks>
public ref struct WriteLease : IDisposable
{
    private readonly uint _page;
    private readonly Node _node;
    private readonly uint _frame;
    private MemoryCore? _core;
    private Span<byte> _span;

    internal WriteLease(MemoryCore core, uint page, Node node, uint frame, bool wasPagedIn)
    {
        _core = core;
        _page = page;
        _node = node;
        _frame = frame;
        _span = node.Storage.Span(frame);
        NodeId = node.Id;
        WasPagedIn = wasPagedIn;
        PageLocks.Enter(core, page, PageLocks.Holder.Lease);
    }

    /// <summary>A copy of the page's contents to write to, or the page itself where it is written in place, a page long; empty after <see cref="Dispose"/>.</summary>
    public readonly Span<byte> Span => _span;

    /// <summary>The id of the node on which the page is written.</summary>
    public int NodeId { get; }

    /// <summary>Whether the page had to come up for this lease: from a node that is not byte-addressable, from swap, or from the store.</summary>
    public bool WasPagedIn { get; }

    /// <summary>Gives up what was written and ends the lease: the page keeps its contents.</summary>
    /// <exception cref="InvalidOperationException">The page is written in place, so that there is nothing to go back to. The lease goes on.</exception>
    public void Discard()
    {
        if (_core is { IsDisposed: false } core && PageLocks.IsHeld(core, _page, PageLocks.Holder.Lease) && core.Pages[_page].State.IsInPlace)
        {
            throw new InvalidOperationException($"{core.Pages.IdOf(_page)} is written in place: what was written cannot be given up. Dispose the lease, or allocate the page without {nameof(PageOptions)}.{nameof(PageOptions.InPlace)}.");
        }

        End(publish: false);
    }

    /// <summary>Publishes what was written and ends the lease, also when an exception is under way: <see cref="Discard"/> before, to give it up. More than once does no harm.</summary>
    public void Dispose()
    {
        End(publish: true);
    }

    private void End(bool publish)
    {
        MemoryCore? core = _core;
        _core = null;
        _span = default;

        // A copy of the lease may have ended it: that one is not remembered here, but by the thread.
        if (core is null || !PageLocks.IsHeld(core, _page, PageLocks.Holder.Lease))
        {
            return;
        }

        // Held until that is done: a memory that is disposed meanwhile is still there.
        try
        {
            if (core.IsDisposed)
            {
                return;
            }

            if (publish)
            {
                core.Publish(_page, _node, _frame);
            }
            else
            {
                core.Abandon(_page, _node, _frame);
            }
        }
        finally
        {
            PageLocks.Leave(core, _page, PageLocks.Holder.Lease);
            if (core.IsDisposed)
            {
                core.TryRelease();
            }
        }
    }
}
