using System.Runtime.InteropServices;
using TierPolicy.Linux;
using TierPolicy.Migration;

namespace TierPolicy.Nodes;

/// <summary>Frames in native memory, side by side. The system gives the memory when a frame is first touched.</summary>
internal sealed unsafe class ArenaStorage : FrameStorage
{
    private byte* _start;
    private readonly nuint _bytes;

    /// <param name="pageSize">Bytes a frame: none where the node is simulated.</param>
    /// <param name="frames">How many.</param>
    /// <exception cref="OutOfMemoryException">The system has not the address space.</exception>
    public ArenaStorage(int pageSize, long frames)
        : base(pageSize)
    {
        nuint bytes = checked((nuint)(frames * pageSize));
        _bytes = bytes;
        bool isLarge = bytes >= MemoryAdvice.HugePage;
        _start = (byte*)NativeMemory.AlignedAlloc(bytes, (nuint)(isLarge ? Math.Max(pageSize, MemoryAdvice.HugePage) : Math.Max(pageSize, sizeof(nint))));
        if (isLarge)
        {
            MemoryAdvice.UseHugePages((nint)_start, bytes);
        }
    }

    /// <summary>Where the first frame lies; the others follow, a page's size apart.</summary>
    public nint Start => (nint)_start;

    /// <summary>Behind the last frame.</summary>
    public nint End => (nint)(_start + _bytes);

    public nint Address(uint frame) => (nint)(_start + ((long)frame * PageSize));

    public override Span<byte> Span(uint frame) => new(_start + ((long)frame * PageSize), PageSize);

    public override void Read(uint frame, Span<byte> page) => Span(frame).CopyTo(page);

    public override IOException? Write(IReadOnlyList<PageWrite> pages)
    {
        foreach (PageWrite page in pages)
        {
            Write(page.Frame, page.Contents.Span);
            page.IsWritten = true;
        }

        return null;
    }

    public void Write(uint frame, ReadOnlySpan<byte> page) => page.CopyTo(Span(frame));

    /// <summary>The frame for I/O; to be used while its page is locked there.</summary>
    public Memory<byte> Memory(uint frame) => new ArenaFrame(this, frame).Memory;

    /// <summary>Copies a frame from another arena without bringing it into the caches: it comes here because nobody needs it.</summary>
    public void WriteCold(uint frame, ArenaStorage source, uint from) => ColdCopy.Copy((byte*)source.Address(from), (byte*)Address(frame), PageSize);

    public override void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
