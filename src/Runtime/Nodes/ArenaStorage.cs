using TierPolicy.Migration;

namespace TierPolicy.Nodes;

/// <summary>Frames that are read in place, side by side in memory of one kind or another.</summary>
/// <param name="pageSize">Bytes a frame: none where the node is simulated.</param>
/// <param name="memory">Where they lie. Disposed of with the arena; several arenas may share it, if all are disposed of together.</param>
/// <param name="firstFrame">The first of the arena's frames in it; the others follow.</param>
/// <param name="backing">Gives frames their memory where that may not be had; null: they have it, or get it from the system when they are first touched.</param>
/// <param name="placement">Where they lie, in words; null: where the memory does.</param>
internal sealed unsafe class ArenaStorage(int pageSize, ArenaMemory memory, uint firstFrame = 0, IFrameBacking? backing = null, string? placement = null) : FrameStorage(pageSize)
{
    private readonly byte* _start = (byte*)memory.Start;

    /// <summary>Where frame 0 lies; the others follow, a page's size apart.</summary>
    public nint Start => (nint)_start;

    /// <summary>Behind the last frame.</summary>
    public nint End => Start + (nint)memory.Bytes;

    public uint FirstFrame => firstFrame;

    public IFrameBacking? Backing => backing;

    /// <summary>Where they lie, in words.</summary>
    public string Placement => placement ?? memory.Placement;

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

    /// <summary>Gives the memory of all frames back, as far as that can be; what is in them is lost.</summary>
    public void GiveBack() => memory.GiveBack();

    public override void Dispose() => memory.Dispose();
}
