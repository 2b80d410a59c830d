namespace TierPolicy;

/// <summary>Declares a node: one pool of memory. Its id is the member's position in the enum, from 0.</summary>
/// <param name="kind">What the node is made of.</param>
/// <param name="capacity">A size such as <c>8GiB</c>. Of a compressed node: bytes after compression.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class NodeAttribute(NodeKind kind, string capacity) : Attribute
{
    /// <summary>What the node is made of.</summary>
    public NodeKind Kind { get; } = kind;

    /// <summary>How much it holds.</summary>
    public string Capacity { get; } = capacity;

    /// <summary>The CPUs next to the node, as in <c>0-3,8</c>.</summary>
    public string? Cpus { get; set; }

    /// <summary>CPUs stand next to the node, which ones is not said. Needless where <see cref="Cpus"/> is given.</summary>
    public bool HasCpus { get; set; }

    /// <summary>The Linux NUMA node to bind to; not bound if absent.</summary>
    public int Numa { get; set; } = -1;

    /// <summary>How the node binds to <see cref="Numa"/>.</summary>
    public NumaBinding Binding { get; set; }

    /// <summary>Where a file or DAX node keeps its pages.</summary>
    public string? Path { get; set; }

    /// <summary>How a compressed node compresses.</summary>
    public Codec Codec { get; set; }

    /// <summary>The pages of a file node survive the process.</summary>
    public bool Durable { get; set; }

    /// <summary>Where a remote node is reached.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Measured latency, a duration such as <c>90ns</c>.</summary>
    public string? Latency { get; set; }

    /// <summary>Measured bandwidth, a rate such as <c>30GB/s</c>.</summary>
    public string? Bandwidth { get; set; }

    /// <summary>Price per GiB and hour, a number such as <c>0.0042</c>, for reports.</summary>
    public string? Price { get; set; }

    /// <summary>The abstract distance, given outright.</summary>
    public int AbstractDistance { get; set; }

    /// <summary>The node may go off line and come back while the program runs.</summary>
    public bool Hotplug { get; set; }
}
