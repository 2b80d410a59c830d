using TierPolicy.Linux;

namespace TierPolicy.Nodes;

/// <summary>
/// Memory of one NUMA node and no other. It grows as frames are first used, by chunks: each is faulted in while the node is only preferred, looked at by the kernel, and given back if any of it lies
/// elsewhere; only then is it bound. So a node that is full means less memory here, and nothing else: to fault in under <c>MPOL_BIND</c> would call the OOM killer.
/// </summary>
/// <remarks>Spare frames are frames too: they lie on the node as the others do, and the arena is always ahead of what is used by as many, so that a writer has its copy also where the node got full meanwhile.</remarks>
/// <param name="memory">Preferred on the node, and without memory yet.</param>
/// <param name="pageSize">Bytes a frame.</param>
/// <param name="frames">How many there are.</param>
/// <param name="spare">How many of them are spare ones.</param>
/// <param name="node">The kernel's number of the node.</param>
internal sealed class StrictBacking(ArenaMemory memory, int pageSize, long frames, int spare, int node) : IFrameBacking
{
    private readonly nuint _chunk = (nuint)Math.Max(pageSize, MemoryAdvice.HugePage);
    private nuint _backed;

    public string Reason { get; private set; } = "";

    public bool IsBacked(uint frame) => ((ulong)frame + 1) * (ulong)pageSize <= _backed;

    public bool TryBack(uint frame)
    {
        nuint wanted = (nuint)(Math.Min(frames, frame + 1L + spare) * pageSize);
        while (_backed < wanted)
        {
            // The memory is a whole number of chunks.
            if (StrictPlacement.TryPlace(memory.Start + (nint)_backed, _chunk, node) is string reason)
            {
                Reason = reason;
                return false;
            }

            _backed += _chunk;
        }

        return true;
    }

    public long BackedFrom(uint frame) => Math.Max(0, Math.Min(frames, (long)(_backed / (nuint)pageSize)) - frame);

    public void GiveBack(uint frame)
    {
        // It shares its chunk with others.
    }

    public bool TryGiveBackAll()
    {
        try
        {
            // First: what is touched again must not be bound before it has its memory.
            MemoryPolicy.Prefer(memory.Start, memory.Bytes, node);
        }
        catch (KernelException)
        {
            return false;
        }

        memory.GiveBack();
        _backed = 0;
        return true;
    }
}
