using TierPolicy.Nodes;

namespace TierPolicy;

/// <summary>
/// The right to read a page, until it is disposed. It cannot leave the stack. The contents do not change under it: who writes the page, or moves it, gives it a new frame
/// meanwhile. Do not copy it: a copy that is disposed ends the lease of the original too, and ending both gives a frame back that others may be reading.
/// </summary>
public ref struct ReadLease : IDisposable
{
    private readonly uint _frame;
    private Node? _node;
    private ReadOnlySpan<byte> _span;

    internal ReadLease(Node node, uint frame, bool wasPagedIn)
    {
        _node = node;
        _frame = frame;
        _span = node.Storage.Span(frame);
        NodeId = node.Id;
        WasPagedIn = wasPagedIn;
    }

    /// <summary>The page's contents, a page long; empty after <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Span => _span;

    /// <summary>The id of the node on which they are read.</summary>
    public int NodeId { get; }

    /// <summary>Whether the page had to come up for this lease: from a node that is not byte-addressable, from swap, or from the store.</summary>
    public bool WasPagedIn { get; }

    /// <summary>Ends the lease; more than once does no harm.</summary>
    public void Dispose()
    {
        Node? node = _node;
        if (node is not null)
        {
            _node = null;
            _span = default;
            node.LeaveFrame(_frame);
        }
    }
}
