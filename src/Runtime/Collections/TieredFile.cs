using Microsoft.Win32.SafeHandles;
using TierPolicy.Collections;
using TierPolicy.Linux;

namespace TierPolicy;

/// <summary>
/// A page cache over a file that may be larger than memory: its pages come up when they are used, move between the policy's tiers, and are written back when they leave, at
/// <see cref="Flush"/> or when the file is closed. Read in order, it reads ahead.
/// </summary>
/// <remarks>
/// Safe from any thread, but for <see cref="Dispose"/>. A read or write is whole within a page; one that spans several may meet another between them. It is the only one to write the
/// file: a second one that is to write it is refused, in this process or another (on Windows and Linux; elsewhere see to it yourself). What programs write to it that heed no lock may or
/// may not be seen, and may be overwritten.
/// </remarks>
/// <typeparam name="TPolicy">The policy of the memory that holds the pages.</typeparam>
public sealed partial class TieredFile<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private const int ReadAheadPages = 8;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly bool _isWritable;
    private readonly FileStore _store;
    private readonly TieredMemory<TPolicy> _memory;

    // By number of page, packed so that they are read whole: 0 where the page was not used yet.
    private long[] _pages = [];
    private long _expected;
    private Task _readAhead = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Opens a file and makes a memory for its pages.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may, or must, exist.</param>
    /// <param name="access">Whether it may be written.</param>
    /// <param name="options">For the memory; null: the policy's. Its <see cref="TieredMemoryOptions.Store"/> is the file and must not be set.</param>
    /// <exception cref="ArgumentException">The options have a store, or one of them is wrong.</exception>
    /// <exception cref="IOException">The file cannot be opened, or is to be written and has a writer already; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened so.</exception>
    /// <exception cref="TieredMemoryException">The memory cannot be made.</exception>
    public TieredFile(string path, FileMode mode = FileMode.OpenOrCreate, FileAccess access = FileAccess.ReadWrite, TieredMemoryOptions? options = null)
    {
        if (options?.Store is not null)
        {
            throw new ArgumentException($"The store of a {nameof(TieredFile<>)} is its file: leave {nameof(TieredMemoryOptions.Store)} null.", nameof(options));
        }

        _path = Path.GetFullPath(path);
        _isWritable = access.HasFlag(FileAccess.Write);

        // Emptied only when nobody else writes it.
        bool isEmptied = _isWritable && mode is (FileMode.Create or FileMode.Truncate);
        FileMode opened = !isEmptied ? mode : mode == FileMode.Create ? FileMode.OpenOrCreate : FileMode.Open;
        _handle = File.OpenHandle(_path, opened, _isWritable ? FileAccess.ReadWrite : FileAccess.Read, FileShare.Read, FileOptions.Asynchronous);
        try
        {
            if (_isWritable && !WriterLock.TryTake(_handle))
            {
                // Two caches over one file would overwrite each other's pages.
                throw new IOException($"'{_path}' is open to be written already, here or in another process: a file has one {nameof(TieredFile<>)} that writes it.");
            }

            if (isEmptied)
            {
                RandomAccess.SetLength(_handle, 0);
            }

            _store = new FileStore(_path, _handle, TPolicy.Description.Topology.PageSize);
            _memory = new TieredMemory<TPolicy>((options ?? new TieredMemoryOptions()).WithStore(_store));
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>The memory that holds the pages, to look at its nodes and counters. It ends with the file.</summary>
    public TieredMemory<TPolicy> Memory => _memory;

    /// <summary>Bytes in the file, those not yet written back included.</summary>
    public long Length => _store.Length;

    /// <summary>Reads bytes at an offset.</summary>
    /// <param name="offset">In bytes from the file's start.</param>
    /// <param name="destination">Takes them.</param>
    /// <returns>How many there were: fewer than asked only at the end of the file, 0 beyond it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="TierFullException">A page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The file could not be read; the message names it and the byte.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        int count = CountToRead(offset, destination.Length);
        for (int done = 0; done < count;)
        {
            int start = (int)((offset + done) % _memory.PageSize);
            using ReadLease lease = _memory.Read(PageOf((offset + done) / _memory.PageSize));
            ReadOnlySpan<byte> part = lease.Span[start..];
            part = part[..Math.Min(part.Length, count - done)];
            part.CopyTo(destination[done..]);
            done += part.Length;
        }

        ReadAhead(offset, count);
        return count;
    }

    /// <summary>Writes bytes at an offset. A file that is shorter grows; a gap reads as zeros.</summary>
    /// <param name="offset">In bytes from the file's start.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative, or the file would be longer than a file can be here.</exception>
    /// <exception cref="NotSupportedException">The file was opened to be read only.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="TierFullException">A page must come up, and there is no room for it. The pages before it are written.</exception>
    /// <exception cref="TierIOException">The file could not be read; the message names it and the byte. The pages before it are written.</exception>
    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        RequireWritable(offset, source.Length);
        for (int done = 0; done < source.Length;)
        {
            done += WritePart(PageOf((offset + done) / _memory.PageSize), offset + done, source[done..]);
        }
    }

    /// <summary>Writes all dirty pages back, gives the file its length, and has the system put all of it on the device.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="TierIOException">The file could not be written; the message names it. What is not written stays dirty in memory.</exception>
    public void Flush()
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
                _memory.Flush(Unpack(page));
            }
        }

        _store.Commit();
    }

    /// <summary>Writes back what is dirty, closes the file and releases the memory. More than once does no harm.</summary>
    /// <exception cref="AggregateException">Not all dirty pages could be written; the file is closed all the same.</exception>
    /// <exception cref="TierIOException">The file could not be flushed; it is closed all the same.</exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            _readAhead.Wait();
            _memory.Dispose();
        }
        finally
        {
            // Also where a page could not be written: the others are in the file, and its length is theirs.
            Close();
        }
    }

    private void Close()
    {
        try
        {
            if (_isWritable)
            {
                _store.Commit();
            }
        }
        finally
        {
            _handle.Dispose();
        }
    }

    private int CountToRead(long offset, int wanted)
    {
        Disposed.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return (int)Math.Min(wanted, Math.Max(0, Length - offset));
    }

    private void RequireWritable(long offset, int count)
    {
        Disposed.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, ((long)Array.MaxLength * _memory.PageSize) - count);
        if (!_isWritable)
        {
            throw new NotSupportedException($"'{_path}' was opened to be read only.");
        }
    }

    /// <summary>Writes as much as goes to one page.</summary>
    /// <returns>How many bytes.</returns>
    private int WritePart(PageId page, long offset, ReadOnlySpan<byte> source)
    {
        using WriteLease lease = _memory.Write(page);
        Span<byte> part = lease.Span[(int)(offset % _memory.PageSize)..];
        part = part[..Math.Min(part.Length, source.Length)];
        source[..part.Length].CopyTo(part);

        // Before the page is published: written back in between it would lose what is beyond the old end.
        _store.Extend(offset + part.Length);
        return part.Length;
    }

    private PageId PageOf(long number)
    {
        long[] pages = Volatile.Read(ref _pages);
        return number < pages.Length && Volatile.Read(ref pages[number]) is not 0 and long page ? Unpack(page) : Make(number);
    }

    private PageId Make(long number)
    {
        lock (_lock)
        {
            if (number >= _pages.Length)
            {
                long[] larger = new long[Math.Min(Array.MaxLength, Math.Max(number + 1, 2L * _pages.Length))];
                _pages.CopyTo(larger, 0);
                Volatile.Write(ref _pages, larger);
            }

            if (_pages[number] == 0)
            {
                PageId made = _memory.AllocateFile(number);
                Volatile.Write(ref _pages[number], ((long)made.Generation << 32) | made.Index);
            }

            return Unpack(_pages[number]);
        }
    }

    // A page's generation is never 0, so that no page is packed as 0.
    private static PageId Unpack(long page) => new((uint)page, (uint)(page >>> 32));

    /// <summary>Who reads on where the last read ended will read on: the next pages come up meanwhile. One at a time, and what fails is told when it is read.</summary>
    private void ReadAhead(long offset, int count)
    {
        bool isInOrder = Interlocked.Exchange(ref _expected, offset + count) == offset && count > 0;
        long next = (offset + count + _memory.PageSize - 1) / _memory.PageSize;
        bool isNewPage = next != (offset + _memory.PageSize - 1) / _memory.PageSize;
        if (!isInOrder || !isNewPage || next * _memory.PageSize >= Length)
        {
            return;
        }

        lock (_lock)
        {
            if (_readAhead.IsCompleted)
            {
                long pages = (Length + _memory.PageSize - 1) / _memory.PageSize;
                _readAhead = Task.Run(() => Task.WhenAll(Enumerable.Range(0, (int)Math.Min(ReadAheadPages, pages - next)).Select(i => BringUpAsync(next + i))));
            }
        }
    }

    private async Task BringUpAsync(long page)
    {
        try
        {
            (await _memory.ReadAsync(PageOf(page)).ConfigureAwait(false)).Dispose();
        }
        catch (Exception error) when (error is TierIOException or TierFullException or ObjectDisposedException)
        {
            // Nobody has asked for the page yet.
        }
    }
}
