using System.Buffers;

namespace TierPolicy;

/// <summary>
/// A <see cref="MemoryPool{T}"/> over a tiered memory: a buffer is one page, zeroed, pinned where it is while it is rented, so that it may be written in place and held across an
/// <c>await</c>. Returned, its page is free; what it held is never seen again.
/// </summary>
/// <remarks>
/// A rented buffer is neither demoted nor reclaimed: rent for the time of an operation, and keep what lasts in pages or in a <see cref="TieredArray{T, TPolicy}"/>. Safe from any
/// thread; one buffer is not synchronised. The pool does not own the memory: disposing the pool ends renting, and buffers that are out stay valid until they are returned.
/// </remarks>
/// <typeparam name="TPolicy">The policy of the memory.</typeparam>
/// <param name="memory">Where the pages come from; it must outlive the pool and its buffers.</param>
/// <param name="options">The domain, tag and node of the pages.</param>
public sealed class TieredMemoryPool<TPolicy>(TieredMemory<TPolicy> memory, PageOptions options = default) : MemoryPool<byte>
    where TPolicy : struct, ITierPolicy
{
    private volatile bool _isDisposed;

    /// <summary>Bytes of the largest buffer, and of every one: a page. Pages are not contiguous, so there is none larger.</summary>
    public override int MaxBufferSize => memory.PageSize;

    /// <summary>Rents a page.</summary>
    /// <param name="minBufferSize">Bytes that are needed, at most <see cref="MaxBufferSize"/>; -1: no matter. The buffer is a page long whatever is asked.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than a page is asked for, or the options name a domain or node that the policy has not.</exception>
    /// <exception cref="TierFullException">There is no room for a page, since all are pinned or nothing can leave.</exception>
    /// <exception cref="ObjectDisposedException">The pool or the memory is gone.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Disposed.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(minBufferSize, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBufferSize);
        PageId page = memory.Allocate(options);
        try
        {
            return new Buffer(memory, page, memory.Pin(page));
        }
        catch
        {
            memory.Free(page);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _isDisposed = true;

    // Nobody else knows the page, so that a pin is enough to write in place.
    private sealed class Buffer(TieredMemory<TPolicy> memory, PageId page, PinnedPage pin) : IMemoryOwner<byte>
    {
        private int _isReturned;

        public Memory<byte> Memory
        {
            get
            {
                Disposed.ThrowIf(Volatile.Read(ref _isReturned) != 0, typeof(IMemoryOwner<byte>));
                return pin.WritableMemory;
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                if (!memory.Core.IsDisposed)
                {
                    memory.Free(page);
                }

                // The frame is free from here on.
                pin.Dispose();
            }
        }
    }
}
