using System.Runtime.CompilerServices;
using TierPolicy.Epochs;

namespace TierPolicy;

/// <summary>
/// The right to read many pages, one after the other or all at once, until it is disposed: cheaper than a lease each. It cannot leave the stack.
/// </summary>
/// <remarks>
/// It keeps the frames of the first 256 pages that it reads from being used again, whoever moves or writes those pages meanwhile, and no others: others may go on allocating, writing and reading. All
/// open batches of a thread have those 256 together, and give them up when the last of them ends; a page that is read again counts again. A batch that reads more than that keeps, from then on,
/// every frame that any page leaves, on all nodes of its memory. Each takes one of the node's spare frames, of which there are a sixteenth of its capacity, 512 at most, and 16 and four a processor at the
/// least. When they are used up, who needs a frame waits for the batch to end, for about a second, and then gets a <see cref="TierFullException"/>; the batch's own thread after a tenth of
/// that. So end a batch after 256 reads, and begin the next. Do not copy it.
/// With <see cref="TieredMemoryOptions.StableAddresses"/> the contents may change under a batch, as a write is copied into the page: who reads may see half of it.
/// </remarks>
/// <typeparam name="TPolicy">The policy of the memory.</typeparam>
public unsafe ref struct ReadBatch<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private readonly TieredMemory<TPolicy> _memory;
    private readonly int _lease;
    private EpochSlot* _slot;

    internal ReadBatch(TieredMemory<TPolicy> memory)
    {
        _memory = memory;
        _slot = ReaderEpochs.Enter(EpochSlot.BatchOf(memory.Core.Number), out _lease);
        _slot->OpenBatch(_lease);
    }

    /// <summary>The contents of a page, a page long; valid until the batch ends. Brings the page up first where it must.</summary>
    /// <exception cref="ObjectDisposedException">The batch has ended, or the memory is gone.</exception>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The thread holds 32 leases already, this batch being one, and the page must come up or its access is noticed; or the page is written in place (<see cref="PageOptions.InPlace"/>).
    /// </exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<byte> Read(PageId page)
    {
        Disposed.ThrowIf(_slot == null, typeof(ReadBatch<TPolicy>));
        return _memory.ReadInBatch(page, _slot, _lease);
    }

    /// <summary>
    /// Has the processor fetch the first bytes of pages that the batch reads soon, all at once: where memory is what a program waits for, some dozens of pages named beforehand cost far
    /// less than one after the other. Brings up no page, notices no access, and does nothing where a page is not in memory or was freed, nor where every access is noticed
    /// (<see cref="TieredMemoryOptions.AccessSampling"/> of 1).
    /// </summary>
    /// <param name="pages">The pages; more than about a hundred push each other out again.</param>
    /// <param name="offset">Where in each page the bytes are that are read first.</param>
    /// <exception cref="ObjectDisposedException">The batch has ended, or the memory is gone.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative, or not within a page.</exception>
    public readonly void Prefetch(ReadOnlySpan<PageId> pages, int offset = 0)
    {
        Disposed.ThrowIf(_slot == null, typeof(ReadBatch<TPolicy>));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, _memory.PageSize);
        _memory.Prefetch(pages, offset);
    }

    /// <summary>Ends the batch; more than once does no harm.</summary>
    public void Dispose()
    {
        EpochSlot* slot = _slot;
        if (slot != null)
        {
            _slot = null;
            slot->CloseBatch(_lease);
        }
    }
}
