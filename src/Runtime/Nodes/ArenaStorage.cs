using System.Runtime.InteropServices;

namespace TierPolicy.Nodes;

/// <summary>Frames in native memory, side by side. The system gives the memory when a frame is first touched.</summary>
internal sealed unsafe class ArenaStorage : FrameStorage
{
    private byte* _start;

    /// <exception cref="OutOfMemoryException">The system has not the address space.</exception>
    public ArenaStorage(int pageSize, long frames)
        : base(pageSize) => _start = (byte*)NativeMemory.AlignedAlloc(checked((nuint)(frames * pageSize)), (nuint)pageSize);

    public override Span<byte> Span(uint frame) => new(_start + ((long)frame * PageSize), PageSize);

    public override void Read(uint frame, Span<byte> page) => Span(frame).CopyTo(page);

    public override void Write(uint frame, ReadOnlySpan<byte> page) => page.CopyTo(Span(frame));

    public override void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
