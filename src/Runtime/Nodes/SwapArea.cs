namespace TierPolicy.Nodes;

/// <summary>Where ordinary reclaim puts anonymous pages: slots in a file.</summary>
internal sealed class SwapArea(FramePool slots, FrameStorage storage) : IDisposable
{
    public bool HasFreeSlots => slots.Free > 0;

    public long Free => slots.Free;

    public long InUse => slots.InUse;

    public bool TryTakeSlot(out uint slot) => slots.TryTake(0, out slot);

    public void ReturnSlot(uint slot) => slots.Retire(slot);

    public void Read(uint slot, Span<byte> page) => storage.Read(slot, page);

    public void Write(uint slot, ReadOnlySpan<byte> page) => storage.Write(slot, page);

    public void Dispose() => storage.Dispose();
}
