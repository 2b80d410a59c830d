namespace TierPolicy;

/// <summary>A topology as it was compiled.</summary>
public sealed record TopologyDescription
{
    /// <summary>The topology's name.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes a page, a power of two.</summary>
    public required int PageSize { get; init; }

    /// <summary>The nodes; a node's id is its index.</summary>
    public required IReadOnlyList<NodeDescription> Nodes { get; init; }

    /// <summary>The SLIT matrix, row by row: entry <c>source * Nodes.Count + target</c>.</summary>
    public required IReadOnlyList<byte> Distances { get; init; }

    /// <summary>Where ordinary reclaim puts anonymous pages; null: nowhere.</summary>
    public SwapDescription? Swap { get; init; }

    /// <summary>The measured speed of the program's own store; null: not said.</summary>
    public StoreDescription? Store { get; init; }
}

/// <summary>A node as it was compiled. Capacities are defaults: <see cref="TieredMemoryOptions"/> overrides them.</summary>
public sealed record NodeDescription
{
    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Bytes.</summary>
    public required long Capacity { get; init; }

    /// <summary>The rank of its tier, 0 the fastest.</summary>
    public required int Tier { get; init; }

    /// <summary>Whether CPUs stand next to it.</summary>
    public bool HasCpus { get; init; }

    /// <summary>The CPUs next to it as far as they are named, ascending.</summary>
    public IReadOnlyList<int> Cpus { get; init; } = [];

    /// <summary>The Linux NUMA node it binds to; null: none.</summary>
    public int? Numa { get; init; }

    /// <summary>Whether it binds strictly or by preference.</summary>
    public NumaBinding Binding { get; init; }

    /// <summary>Where a file or DAX node keeps its pages; null: not said.</summary>
    public string? Path { get; init; }

    /// <summary>How a compressed node compresses.</summary>
    public Codec Codec { get; init; }

    /// <summary>Whether the pages of a file node survive the process.</summary>
    public bool Durable { get; init; }

    /// <summary>Where a remote node is reached; null: not said.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Measured latency in nanoseconds; null: not said.</summary>
    public long? LatencyNanoseconds { get; init; }

    /// <summary>Measured bandwidth; null: not said.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Price per GiB and hour; null: not said.</summary>
    public decimal? Price { get; init; }

    /// <summary>The abstract distance; null for a kind that is not byte-addressable.</summary>
    public int? AbstractDistance { get; init; }

    /// <summary>Whether the node may go off line and come back.</summary>
    public bool Hotplug { get; init; }
}

/// <summary>The swap of a topology.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Capacity">Bytes.</param>
/// <param name="LatencyNanoseconds">Measured latency; null: not said.</param>
/// <param name="BytesPerSecond">Measured bandwidth; null: not said.</param>
public sealed record SwapDescription(string Path, long Capacity, long? LatencyNanoseconds = null, long? BytesPerSecond = null);

/// <summary>The measured speed of the program's own store.</summary>
/// <param name="LatencyNanoseconds">Latency; null: not said.</param>
/// <param name="BytesPerSecond">Bandwidth; null: not said.</param>
public sealed record StoreDescription(long? LatencyNanoseconds = null, long? BytesPerSecond = null);
