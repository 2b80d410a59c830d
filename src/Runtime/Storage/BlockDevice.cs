namespace TierPolicy.Storage;

/// <summary>
/// Bytes that are read and written by position: what a file node needs of its file, and the place where tests make a device fail. Safe from any thread. However a device says that
/// it failed, its callers are told by an <see cref="IOException"/>, and by nothing else; what is a mistake of the program's or of this library's comes through as it is.
/// </summary>
internal abstract class BlockDevice : IDisposable
{
    /// <summary>Reads at most <paramref name="to"/>; 0 at the end of the device.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public int Read(Span<byte> to, long offset)
    {
        try
        {
            return ReadCore(to, offset);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(error);
        }
    }

    /// <summary>As <see cref="Read"/>, without blocking the caller.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> to, long offset)
    {
        try
        {
            return await ReadCoreAsync(to, offset).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(error);
        }
    }

    /// <summary>Writes all buffers, one after the other, from <paramref name="offset"/> on.</summary>
    /// <exception cref="IOException">The device failed, or is full; some of it may have been written.</exception>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        try
        {
            WriteCore(buffers, offset);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(error);
        }
    }

    /// <summary>Has all that was written survive a loss of power.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public void Flush()
    {
        try
        {
            FlushCore();
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failed(error);
        }
    }

    public abstract void Dispose();

    /// <summary>Reads all of <paramref name="to"/>, however short the device's own reads are.</summary>
    /// <exception cref="IOException">The device failed, or ends before.</exception>
    public void ReadExactly(Span<byte> to, long offset)
    {
        for (int done = 0; done < to.Length;)
        {
            int read = Read(to[done..], offset + done);
            done += read > 0 ? read : throw Short(done, to.Length);
        }
    }

    /// <inheritdoc cref="ReadExactly"/>
    public async ValueTask ReadExactlyAsync(Memory<byte> to, long offset)
    {
        for (int done = 0; done < to.Length;)
        {
            int read = await ReadAsync(to[done..], offset + done).ConfigureAwait(false);
            done += read > 0 ? read : throw Short(done, to.Length);
        }
    }

    /// <inheritdoc cref="Read"/>
    protected abstract int ReadCore(Span<byte> to, long offset);

    /// <inheritdoc cref="ReadAsync"/>
    protected abstract ValueTask<int> ReadCoreAsync(Memory<byte> to, long offset);

    /// <inheritdoc cref="Write"/>
    protected abstract void WriteCore(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset);

    /// <inheritdoc cref="Flush"/>
    protected abstract void FlushCore();

    // What .NET's positional I/O makes of a failed system call besides IOException (Interop.GetExceptionForIoErrno): EACCES, EBADF and EPERM; a handle that is closed; a file that
    // cannot be sought in; ECANCELED; and EFBIG, by this name of a parameter that no caller has.
    private static bool IsFailure(Exception error) =>
        error is UnauthorizedAccessException or ObjectDisposedException or NotSupportedException or OperationCanceledException or ArgumentOutOfRangeException { ParamName: "value" };

    private static IOException Failed(Exception error) => new(error.Message, error);

    private static EndOfStreamException Short(int done, int wanted) => new(FormattableString.Invariant($"the device gave {done} of {wanted} bytes"));
}
