using TierPolicy.Collections;

namespace TierPolicy;

/// <content>The same without holding a thread, and as a stream.</content>
public sealed partial class TieredFile<TPolicy>
{
    /// <summary>Reads bytes at an offset, as <see cref="Read"/> does, without holding a thread while pages come up.</summary>
    /// <param name="offset">In bytes from the file's start.</param>
    /// <param name="destination">Takes them.</param>
    /// <param name="cancellationToken">Ends the waiting; what was read until then is in <paramref name="destination"/>.</param>
    /// <returns>How many there were: fewer than asked only at the end of the file, 0 beyond it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="TierFullException">A page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The file could not be read; the message names it and the byte.</exception>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        int count = CountToRead(offset, destination.Length);
        for (int done = 0; done < count;)
        {
            using PinnedPage pin = await _memory.ReadAsync(PageOf((offset + done) / _memory.PageSize), cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> part = pin.Memory[(int)((offset + done) % _memory.PageSize)..];
            part = part[..Math.Min(part.Length, count - done)];
            part.CopyTo(destination[done..]);
            done += part.Length;
        }

        ReadAhead(offset, count);
        return count;
    }

    /// <summary>Writes bytes at an offset, as <see cref="Write"/> does, without holding a thread while pages come up.</summary>
    /// <param name="offset">In bytes from the file's start.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="cancellationToken">Ends the waiting; the pages until then are written.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative, or the file would be longer than a file can be here.</exception>
    /// <exception cref="NotSupportedException">The file was opened to be read only.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="TierFullException">A page must come up, and there is no room for it. The pages before it are written.</exception>
    /// <exception cref="TierIOException">The file could not be read; the message names it and the byte. The pages before it are written.</exception>
    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        RequireWritable(offset, source.Length);
        for (int done = 0; done < source.Length;)
        {
            // Pinned it is up, and to write it waits for no device.
            PageId page = PageOf((offset + done) / _memory.PageSize);
            using PinnedPage pin = await _memory.ReadAsync(page, cancellationToken).ConfigureAwait(false);
            done += WritePart(page, offset + done, source.Span[done..]);
        }
    }

    /// <summary>As <see cref="Flush"/>, without holding the caller's thread; the device is waited for on one of the pool.</summary>
    /// <param name="cancellationToken">Ends it; what is not written stays dirty in memory.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="TierIOException">The file could not be written; the message names it. What is not written stays dirty in memory.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        Disposed.ThrowIf(_isDisposed, this);
        if (!_isWritable)
        {
            return;
        }

        long[] pages = Volatile.Read(ref _pages);
        for (int i = 0; i < pages.Length; i++)
        {
            if (Volatile.Read(ref pages[i]) is not 0 and long page)
            {
                await _memory.FlushAsync(Unpack(page), cancellationToken).ConfigureAwait(false);
            }
        }

        await Task.Run(_store.Commit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The file as a stream with a position of its own, which begins at 0; any number of them may be open. Its length may be set to a larger one, not to a smaller. Flushing it is
    /// flushing the file; closing it flushes nothing and leaves the file open.
    /// </summary>
    /// <remarks>As streams are, one is not safe from several threads; several streams of one file are.</remarks>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Stream AsStream()
    {
        Disposed.ThrowIf(_isDisposed, this);
        return new TieredFileStream<TPolicy>(this);
    }

    internal bool IsWritable => _isWritable;

    /// <summary>The file is at least so long from here on.</summary>
    internal void Extend(long length)
    {
        RequireWritable(length, 0);
        _store.Extend(length);
    }
}
