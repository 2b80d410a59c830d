namespace TierPolicy;

/// <summary>A policy as it was compiled: what a program may read of it, and what its memory is created from.</summary>
public sealed record PolicyDescription
{
    /// <summary>The policy's name.</summary>
    public required string Name { get; init; }

    /// <summary>The topology that the policy is on.</summary>
    public required TopologyDescription Topology { get; init; }

    /// <summary>The mode bits at start.</summary>
    public required ReclaimMode Reclaim { get; init; }

    /// <summary>How targets are ordered.</summary>
    public required DemotionOrder Order { get; init; }

    /// <summary>How pages age.</summary>
    public required Aging Aging { get; init; }

    /// <summary>Which of the pages that the rules demote are let through.</summary>
    public required Admission Admission { get; init; }

    /// <summary>The watermarks, one entry a node.</summary>
    public required IReadOnlyList<WatermarkDescription> Watermarks { get; init; }

    /// <summary>The reclaim rules as written, for messages; by index.</summary>
    public required IReadOnlyList<string> ReclaimRules { get; init; }

    /// <summary>The promotion rules, by index.</summary>
    public required IReadOnlyList<PromoteRuleDescription> PromoteRules { get; init; }

    /// <summary>The proactive rules, by index.</summary>
    public required IReadOnlyList<ProactiveRuleDescription> ProactiveRules { get; init; }

    /// <summary>The domains; a domain's id is its index plus 1.</summary>
    public required IReadOnlyList<DomainDescription> Domains { get; init; }
}

/// <summary>A node's watermarks.</summary>
/// <param name="Min">Below it an allocating thread reclaims.</param>
/// <param name="Low">Below it the background reclaimer wakes.</param>
/// <param name="High">Up to it the background reclaimer works.</param>
/// <param name="Promo">Up to it instead, where a promote rule names the node as target; null: high and 1 % more.</param>
public sealed record WatermarkDescription(Amount Min, Amount Low, Amount High, Amount? Promo = null);

/// <summary>A promotion rule.</summary>
/// <param name="Text">The rule as written.</param>
/// <param name="Sources">Bit set of the nodes it promotes from.</param>
/// <param name="Targets">Bit set of the nodes it promotes to.</param>
/// <param name="BytesPerSecond">Its rate limit; null: none.</param>
public sealed record PromoteRuleDescription(string Text, ulong Sources, ulong Targets, long? BytesPerSecond);

/// <summary>A proactive rule.</summary>
/// <param name="Text">The rule as written.</param>
/// <param name="Sources">Bit set of the nodes it looks at.</param>
/// <param name="BytesPerSecond">Its rate limit; null: none.</param>
public sealed record ProactiveRuleDescription(string Text, ulong Sources, long? BytesPerSecond);

/// <summary>A domain.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Limit">Bytes it may hold over all nodes; null: no limit.</param>
/// <param name="Nodes">Bit set of the nodes its pages may be on.</param>
/// <param name="Demotion">Whether its pages are demoted.</param>
public sealed record DomainDescription(string Name, long? Limit, ulong Nodes, DomainDemotion Demotion);
