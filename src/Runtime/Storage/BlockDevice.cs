namespace TierPolicy.Storage;

/// <summary>Bytes that are read and written by position: what a file node needs of its file, and the place where tests make a device fail. Safe from any thread.</summary>
internal abstract class BlockDevice : IDisposable
{
    /// <summary>Reads at most <paramref name="to"/>; 0 at the end of the device.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public abstract int Read(Span<byte> to, long offset);

    /// <inheritdoc cref="Read"/>
    public abstract ValueTask<int> ReadAsync(Memory<byte> to, long offset);

    /// <summary>Writes all buffers, one after the other, from <paramref name="offset"/> on.</summary>
    /// <exception cref="IOException">The device failed, or is full; some of it may have been written.</exception>
    public abstract void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset);

    /// <summary>Has all that was written survive a loss of power.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public abstract void Flush();

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

    private static EndOfStreamException Short(int done, int wanted) => new(FormattableString.Invariant($"the device gave {done} of {wanted} bytes"));
}
