namespace TierPolicy.Nodes;

/// <summary>Where the bytes of frames lie. Safe from any thread for different frames; who owns a frame is not its concern.</summary>
internal abstract class FrameStorage(int pageSize) : IDisposable
{
    /// <summary>Bytes a frame: none where the node is simulated.</summary>
    public int PageSize { get; } = pageSize;

    /// <summary>Copies a frame out.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written.</exception>
    public abstract void Read(uint frame, Span<byte> page);

    /// <summary>As <see cref="Read"/>, without blocking the caller where that would be for longer than a copy takes.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written.</exception>
    public virtual ValueTask ReadAsync(uint frame, Memory<byte> page)
    {
        Read(frame, page.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes pages, as many of them as can be written; each says whether it was.</summary>
    /// <returns>Why the others could not be; null where all were written, or were refused for what they are.</returns>
    public abstract IOException? Write(IReadOnlyList<PageWrite> pages);

    /// <summary>The frame itself, where memory can be read in place.</summary>
    public virtual Span<byte> Span(uint frame) => throw new InvalidOperationException("The frames of this node cannot be read in place.");

    public abstract void Dispose();
}
