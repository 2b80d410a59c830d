using System.Buffers;
using TierPolicy.Engine;
using TierPolicy.Nodes;

namespace TierPolicy;

/// <summary>
/// A page held in place for longer than a lease: across an <c>await</c>, in a field, as <see cref="Memory"/>. While it is pinned the page is neither demoted nor reclaimed. Its
/// contents do not change under it: who writes the page gives it a new frame, and this one keeps the version that was pinned; who writes it in place (<see cref="PageOptions.InPlace"/>) waits
/// for the pin to end.
/// </summary>
/// <remarks>
/// Safe from any thread. One that is never disposed keeps its page where it is for as long as the memory lives, and its address space after that.
/// With <see cref="TieredMemoryOptions.StableAddresses"/> the contents may change under a pin, as a write is copied into the page: who reads may see half of it.
/// </remarks>
public sealed class PinnedPage : IDisposable
{
    private readonly Frame _frame;

    internal PinnedPage(MemoryCore core, uint page, Node node, uint frame, bool wasPagedIn)
    {
        _frame = new Frame(core, page, node, frame);
        NodeId = node.Id;
        WasPagedIn = wasPagedIn;
    }

    /// <summary>The page's contents, a page long. Not to be used after <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The pin has ended.</exception>
    public ReadOnlyMemory<byte> Memory => _frame.Memory;

    /// <summary>The frame itself, to write in place: only for who knows that nobody else uses the page, as readers would see half of what is written.</summary>
    internal Memory<byte> WritableMemory => _frame.Memory;

    /// <summary>The id of the node that the page is pinned on.</summary>
    public int NodeId { get; }

    /// <summary>Whether the page had to come up for this.</summary>
    public bool WasPagedIn { get; }

    /// <summary>Ends the pin; more than once does no harm.</summary>
    public void Dispose() => _frame.End();

    // Without a finalizer: a span of it does not keep it alive, and must not lose its frame by that.
    private sealed unsafe class Frame(MemoryCore core, uint page, Node node, uint frame) : MemoryManager<byte>
    {
        private int _ended;

        public override Span<byte> GetSpan()
        {
            Disposed.ThrowIf(Volatile.Read(ref _ended) != 0 || core.IsDisposed, typeof(PinnedPage));
            return node.Storage.Span(frame);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, core.PageSize);
            Disposed.ThrowIf(Volatile.Read(ref _ended) != 0 || core.IsDisposed, typeof(PinnedPage));
            return new MemoryHandle((byte*)node.Arena!.Address(frame) + elementIndex, default, this);
        }

        public override void Unpin()
        {
        }

        public void End() => Dispose(disposing: true);

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                core.Unpin(page, node, frame);
            }
        }
    }
}
