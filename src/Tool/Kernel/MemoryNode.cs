namespace TierPolicy.Tool.Kernel;

/// <summary>A NUMA node of Linux that has memory.</summary>
internal sealed record MemoryNode
{
    /// <summary>Linux's number: nodes with CPUs come first, whatever the firmware called them.</summary>
    public required int Id { get; init; }

    /// <summary>What the kernel manages of it (<c>MemTotal</c>): less than what is plugged in, by what it keeps for itself.</summary>
    public required long Bytes { get; init; }

    public required long FreeBytes { get; init; }

    /// <summary>The CPUs next to it, ascending.</summary>
    public required IReadOnlyList<int> Cpus { get; init; }

    /// <summary>The SLIT row: distance by the number of the other node.</summary>
    public required IReadOnlyDictionary<int, int> Distances { get; init; }

    /// <summary>The number of the memory tier that it is in, lower is faster; null where the kernel shows none.</summary>
    public int? MemoryTier { get; init; }

    /// <summary>What the firmware says of its speed; null where it says nothing.</summary>
    public DeclaredSpeed? Speed { get; init; }

    public bool HasCpus => Cpus.Count > 0;
}

/// <summary>
/// The speed of a node as its firmware's HMAT, or its CXL device, has it, seen from the best initiators
/// (<c>nodeN/accessM/initiators</c>, Documentation/admin-guide/mm/numaperf.rst of Linux 6.12: nanoseconds, MiB a second). What is 0 there is not known.
/// </summary>
/// <param name="Source">The folder that it came from, below <c>/sys/devices/system/node</c>.</param>
/// <param name="Initiators">The nodes that it holds for.</param>
/// <param name="LatencyNanoseconds">Of a read.</param>
/// <param name="BytesPerSecond">Of reads.</param>
internal sealed record DeclaredSpeed(string Source, IReadOnlyList<int> Initiators, long? LatencyNanoseconds, long? BytesPerSecond);
