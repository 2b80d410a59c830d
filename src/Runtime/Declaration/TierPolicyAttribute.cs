namespace TierPolicy;

/// <summary>
/// Declares a policy on a topology: the generator makes the <c>readonly partial struct</c> an <see cref="ITierPolicy"/>.
/// Rules are attributes on the struct, and methods with a rule attribute; they apply in the order in which they stand,
/// those on the struct first. All of them stand in the part of the struct that has this attribute.
/// </summary>
/// <typeparam name="TTopology">An enum with <see cref="TierTopologyAttribute"/>, or a topology of a <c>.tierpolicy</c> file.</typeparam>
/// <example>
/// <code>
/// [TierPolicy&lt;TwoSocket&gt;(Reclaim = ReclaimMode.Zone | ReclaimMode.Migrate)]
/// [Keep(When = "page.tag == 1")]
/// [Demote("Fast", "Slow", When = "page.idle >= 2s")]
/// [Discard("*")]
/// [Promote("Slow", "Fast", When = "page.accesses >= 2")]
/// public readonly partial struct SearchCache;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class TierPolicyAttribute<TTopology> : Attribute
    where TTopology : struct, Enum
{
    /// <summary>The mode bits. Without <see cref="ReclaimMode.Migrate"/> nothing is ever demoted.</summary>
    public ReclaimMode Reclaim { get; set; }

    /// <summary>How the demotion targets of a node are found.</summary>
    public DemotionOrder Order { get; set; }

    /// <summary>How pages age and victims are picked.</summary>
    public Aging Aging { get; set; }

    /// <summary>Which of the pages that the rules demote are let through.</summary>
    public Admission Admission { get; set; }
}

/// <summary>Declares a policy on a topology that is given by its name, see <see cref="TierPolicyAttribute{TTopology}"/>.</summary>
/// <param name="topology">The name of a topology, of a <c>.tierpolicy</c> file or in C#.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class TierPolicyAttribute(string topology) : Attribute
{
    /// <summary>The topology's name.</summary>
    public string Topology { get; } = topology;

    /// <inheritdoc cref="TierPolicyAttribute{TTopology}.Reclaim"/>
    public ReclaimMode Reclaim { get; set; }

    /// <inheritdoc cref="TierPolicyAttribute{TTopology}.Order"/>
    public DemotionOrder Order { get; set; }

    /// <inheritdoc cref="TierPolicyAttribute{TTopology}.Aging"/>
    public Aging Aging { get; set; }

    /// <inheritdoc cref="TierPolicyAttribute{TTopology}.Admission"/>
    public Admission Admission { get; set; }
}
