using System.Numerics;
using TierPolicy.Language.Model;

namespace TierPolicy.Language.Ordering;

/// <summary>
/// How far a node is from the CPUs in terms of speed: 576 for ordinary memory, more for slower. Nodes whose abstract distance
/// falls into the same chunk stand in one tier. <c>mt_perf_to_adistance</c> and <c>MEMTIER_CHUNK_BITS</c>, <c>mm/memory-tiers.c</c>
/// and <c>include/linux/memory-tiers.h</c> of Linux 6.7 and later.
/// </summary>
public static class AbstractDistance
{
    /// <summary>That of ordinary memory, and of every node with CPUs: <c>MEMTIER_ADISTANCE_DRAM</c>.</summary>
    public const int OfDram = 576;

    /// <summary>How many abstract distances make one tier: <c>MEMTIER_CHUNK_SIZE</c>.</summary>
    public const int TierChunk = 128;

    /// <summary>The number of the tier, as Linux would show it.</summary>
    public static int TierNumber(int abstractDistance) => abstractDistance / TierChunk;

    /// <summary>
    /// The abstract distance of a node for which none is given; null for a kind that is not byte-addressable. It is computed only
    /// where all four figures are there (a 0 counts as missing), else it is the kind's default.
    /// </summary>
    /// <param name="kind">The node's kind.</param>
    /// <param name="latency">The node's latency.</param>
    /// <param name="bandwidth">The node's bandwidth.</param>
    /// <param name="latency0">The latency of the first node with CPUs, in the same unit.</param>
    /// <param name="bandwidth0">The bandwidth of the first node with CPUs, in the same unit.</param>
    /// <param name="hasCpus">Whether the node has CPUs.</param>
    public static int? Of(NodeKind kind, long? latency, long? bandwidth, long? latency0, long? bandwidth0, bool hasCpus)
    {
        if (!kind.IsByteAddressable())
        {
            return null;
        }

        if (hasCpus)
        {
            return OfDram;
        }

        if (latency is > 0 && bandwidth is > 0 && latency0 is > 0 && bandwidth0 is > 0)
        {
            // Left to right, in whole numbers, as the kernel does: the first division loses its remainder. Figures of a
            // policy may be of any size, so that 64 bits do not always hold the product.
            BigInteger distance = (BigInteger)OfDram * latency.Value / latency0.Value * bandwidth0.Value / bandwidth.Value;
            return distance > int.MaxValue ? int.MaxValue : (int)distance;
        }

        return OfKind(kind);
    }

    private static int OfKind(NodeKind kind) => kind switch
    {
        NodeKind.Hbm => 300,
        NodeKind.Cxl => 1152,
        NodeKind.Pmem or NodeKind.Dax => 2880, // MEMTIER_DEFAULT_DAX_ADISTANCE of drivers/dax/kmem.c: five times ordinary memory
        _ => OfDram,
    };
}
