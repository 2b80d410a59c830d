using TierPolicy.Linux;

namespace TierPolicy.Nodes;

/// <summary>
/// Memory of one NUMA node for frames among which those of other nodes lie: each frame gets its own when it is used, and keeps it while its page moves to other nodes. No part of the range is bound
/// (<c>MPOL_BIND</c>): that would split it into as many mappings as there are pages.
/// </summary>
/// <param name="memory">The range that all nodes share.</param>
/// <param name="isBacked">Which frames of it have memory, for all nodes: a frame is one node's at a time.</param>
/// <param name="pageSize">Bytes a frame.</param>
/// <param name="node">The kernel's number of the node.</param>
/// <param name="isStrict">Whether memory of other nodes is refused.</param>
internal sealed class StableBacking(ArenaMemory memory, bool[] isBacked, int pageSize, int node, bool isStrict) : IFrameBacking
{
    /// <summary>The kernel's number of the node.</summary>
    public int Node => node;

    public string Reason { get; private set; } = "pages that were to move there did not get its memory";

    public bool IsBacked(uint frame) => isBacked[frame];

    public bool TryBack(uint frame)
    {
        if (isBacked[frame])
        {
            return true;
        }

        nint start = AddressOf(frame);
        int error = MemoryPolicy.PopulateFrom(node, start, (nuint)pageSize);
        string? reason = error != 0 ? $"the kernel gave no memory of NUMA node {node}: {KernelException.Describe(error)}"
            : isStrict ? StrictPlacement.Elsewhere(start, (nuint)pageSize, node)
            : null;
        if (reason is not null)
        {
            MemoryAdvice.GiveBack(start, (nuint)pageSize);
            Reason = reason;
            return false;
        }

        isBacked[frame] = true;
        return true;
    }

    public long BackedFrom(uint frame) => 0;

    public void GiveBack(uint frame)
    {
        MemoryAdvice.GiveBack(AddressOf(frame), (nuint)pageSize);
        isBacked[frame] = false;
    }

    public bool TryGiveBackAll() => false;

    private nint AddressOf(uint frame) => memory.Start + (nint)((long)frame * pageSize);
}
