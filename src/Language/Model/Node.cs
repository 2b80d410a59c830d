using TierPolicy.Language.Text;

namespace TierPolicy.Language.Model;

/// <summary>One pool of memory.</summary>
public sealed record Node
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required NodeKind Kind { get; init; }

    /// <summary>Bytes; of a compressed node, bytes after compression.</summary>
    public required long Capacity { get; init; }

    /// <summary>The rank of the node's tier, 0 the fastest.</summary>
    public required int Tier { get; init; }

    /// <summary>True when CPUs stand next to the node, named or not.</summary>
    public required bool HasCpus { get; init; }

    /// <summary>The CPUs next to the node, ascending, as far as they are named.</summary>
    public EquatableArray<int> Cpus { get; init; }

    /// <summary>The Linux NUMA node that the node binds to.</summary>
    public int? Numa { get; init; }

    public bool BindPreferred { get; init; }

    public string? Path { get; init; }

    public Codec Codec { get; init; }

    public bool Durable { get; init; }

    public string? Endpoint { get; init; }

    public long? LatencyNanoseconds { get; init; }

    public long? BytesPerSecond { get; init; }

    /// <summary>Per GiB and hour, as written (invariant culture), so that no digit is lost.</summary>
    public string? Price { get; init; }

    /// <summary>The abstract distance, given or computed; null for a kind that is not byte-addressable.</summary>
    public int? AbstractDistance { get; init; }

    /// <summary>May go off line and come back while the program runs.</summary>
    public bool Hotplug { get; init; }

    public required SourceLocation Location { get; init; }
}

/// <summary>How a compressed node compresses.</summary>
public enum Codec
{
    Lz4,
    Zstd,
}
