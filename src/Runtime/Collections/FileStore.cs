using Microsoft.Win32.SafeHandles;

namespace TierPolicy.Collections;

/// <summary>A file as the store of a memory: a key is a page's number. Its length is what the program wrote, though the file may still be shorter; what is missing reads as zeros.</summary>
internal sealed class FileStore(string path, SafeFileHandle handle, int pageSize) : IAsyncPageStore
{
    // Who makes the file longer does so one after the other: given its length meanwhile, it would lose what was written behind that.
    private readonly SemaphoreSlim _growing = new(1);
    private long _length = RandomAccess.GetLength(handle);

    // The file is at least so long: who writes within that need not wait.
    private long _written = RandomAccess.GetLength(handle);

    public long Length => Volatile.Read(ref _length);

    /// <summary>The file is at least so long from here on.</summary>
    public void Extend(long length)
    {
        for (long seen = Length; seen < length;)
        {
            long before = Interlocked.CompareExchange(ref _length, length, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    public void Read(long key, Span<byte> page)
    {
        long offset = key * pageSize;
        try
        {
            for (int done = 0; done < page.Length;)
            {
                int read = RandomAccess.Read(handle, page[done..], offset + done);
                if (read == 0)
                {
                    page[done..].Clear();
                    return;
                }

                done += read;
            }
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(offset, error);
        }
    }

    public async ValueTask ReadAsync(long key, Memory<byte> page, CancellationToken cancellationToken)
    {
        // What the file does not have is zeroed already.
        long offset = key * pageSize;
        try
        {
            int read;
            for (int done = 0; done < page.Length; done += read)
            {
                read = await RandomAccess.ReadAsync(handle, page[done..], offset + done, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(offset, error);
        }
    }

    public void Write(long key, ReadOnlySpan<byte> page)
    {
        long offset = key * pageSize;
        page = page[..LengthOf(page.Length, offset)];
        bool grows = Grows(offset + page.Length);
        long written = 0;
        if (grows)
        {
            _growing.Wait();
        }

        try
        {
            RandomAccess.Write(handle, page, offset);
            written = offset + page.Length;
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(offset, error);
        }
        finally
        {
            if (grows)
            {
                EndGrowing(written);
            }
        }
    }

    public async ValueTask WriteAsync(long key, ReadOnlyMemory<byte> page, CancellationToken cancellationToken)
    {
        long offset = key * pageSize;
        page = page[..LengthOf(page.Length, offset)];
        bool grows = Grows(offset + page.Length);
        long written = 0;
        if (grows)
        {
            await _growing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await RandomAccess.WriteAsync(handle, page, offset, cancellationToken).ConfigureAwait(false);
            written = offset + page.Length;
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(offset, error);
        }
        finally
        {
            if (grows)
            {
                EndGrowing(written);
            }
        }
    }

    /// <summary>Gives the file its length, and sees to it that it is on the device.</summary>
    public void Commit()
    {
        try
        {
            GiveLength();
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw new TierIOException($"'{path}' could not be flushed: {error.Message}", "store", error);
        }
    }

    /// <summary>Gives the file its length, where nobody makes it longer meanwhile.</summary>
    private void GiveLength()
    {
        _growing.Wait();
        try
        {
            long length = Length;
            if (RandomAccess.GetLength(handle) < length)
            {
                RandomAccess.SetLength(handle, length);
                Volatile.Write(ref _written, length);
            }
        }
        finally
        {
            _growing.Release();
        }
    }

    private bool Grows(long end) => end > Volatile.Read(ref _written);

    /// <summary>Ends what made the file longer.</summary>
    /// <param name="end">How long it is now at the least; what it was where that failed.</param>
    private void EndGrowing(long end)
    {
        Volatile.Write(ref _written, Math.Max(_written, end));
        _growing.Release();
    }

    /// <summary>The last page of a file is as long as the file has it.</summary>
    private int LengthOf(int page, long offset) => (int)Math.Min(page, Length - offset);

    private static bool IsFailure(Exception error) => error is IOException or UnauthorizedAccessException;

    private IOException Failed(long offset, Exception error) => new(FormattableString.Invariant($"'{path}' at byte {offset}: {error.Message}"), error);
}
