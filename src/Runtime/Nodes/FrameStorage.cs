namespace TierPolicy.Nodes;

/// <summary>Where the bytes of frames lie. Safe from any thread for different frames; who owns a frame is not its concern.</summary>
internal abstract class FrameStorage(int pageSize) : IDisposable
{
    protected int PageSize { get; } = pageSize;

    /// <summary>Copies a frame out.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public abstract void Read(uint frame, Span<byte> page);

    /// <summary>Copies a frame in.</summary>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public abstract void Write(uint frame, ReadOnlySpan<byte> page);

    /// <summary>The frame itself, where memory can be read in place.</summary>
    public virtual Span<byte> Span(uint frame) => throw new InvalidOperationException("The frames of this node cannot be read in place.");

    public abstract void Dispose();
}
