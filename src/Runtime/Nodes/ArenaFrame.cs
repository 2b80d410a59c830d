using System.Buffers;

namespace TierPolicy.Nodes;

/// <summary>A frame of an arena as <see cref="Memory{T}"/>, for I/O; valid for as long as the frame's page is locked there.</summary>
internal sealed unsafe class ArenaFrame(ArenaStorage arena, uint frame) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => arena.Span(frame);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)arena.Address(frame) + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
