namespace TierPolicy.Nodes;

/// <summary>Where ordinary reclaim puts anonymous pages: slots in a file.</summary>
internal sealed class SwapArea(FramePool slots, FrameStorage storage) : IDisposable
{
    /// <summary>What it is called where nodes are called by their names.</summary>
    public const string Name = "swap";

    /// <summary>Whether its device works.</summary>
    public NodeHealth Health { get; } = new();

    public bool HasFreeSlots => slots.Free > 0;

    public long Free => slots.Free;

    public long InUse => slots.InUse;

    public bool TryTakeSlot(out uint slot) => slots.TryTake(0, out slot);

    public void ReturnSlot(uint slot) => slots.Retire(slot);

    public void Read(uint slot, Span<byte> page) => storage.Read(slot, page);

    public ValueTask ReadAsync(uint slot, Memory<byte> page) => storage.ReadAsync(slot, page);

    /// <exception cref="IOException">The device failed, or is full.</exception>
    public void Write(uint page, uint slot, ReadOnlyMemory<byte> contents)
    {
        if (storage.Write([new PageWrite(page, slot, contents)]) is IOException failure)
        {
            throw failure;
        }
    }

    public void Dispose() => storage.Dispose();
}
