using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Probing;

/// <summary>A node of the topology that is written, and where each number came from.</summary>
internal sealed record ProbedNode
{
    public required string Name { get; init; }

    public required NodeKind Kind { get; init; }

    /// <summary>Why it is of that kind; null where there is nothing to wonder about.</summary>
    public string? KindReason { get; init; }

    public required Sourced<long> Capacity { get; init; }

    public Sourced<IReadOnlyList<int>>? Cpus { get; init; }

    public int? Numa { get; init; }

    public string? Path { get; init; }

    public Sourced<long>? LatencyNanoseconds { get; init; }

    public Sourced<long>? BytesPerSecond { get; init; }

    public Sourced<int>? AbstractDistance { get; init; }

    /// <summary>The SLIT row, by Linux's numbers; null where the kernel has none.</summary>
    public IReadOnlyDictionary<int, int>? Distances { get; init; }
}

/// <summary>A figure, and where it came from.</summary>
internal sealed record Sourced<T>(T Value, string Source);
