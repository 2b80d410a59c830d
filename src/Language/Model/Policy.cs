using TierPolicy.Language.Text;

namespace TierPolicy.Language.Model;

/// <summary>A checked policy, bound to its topology, with its demotion tables.</summary>
public sealed record Policy
{
    public required string Name { get; init; }

    /// <summary>The namespace, "" for the global one.</summary>
    public required string Namespace { get; init; }

    public required bool IsInternal { get; init; }

    public required Topology Topology { get; init; }

    public required ReclaimModes Reclaim { get; init; }

    public required DemotionOrder Order { get; init; }

    public required Aging Aging { get; init; }

    public required Admission Admission { get; init; }

    /// <summary>The watermarks, one entry a node.</summary>
    public required EquatableArray<Watermarks> Watermarks { get; init; }

    public required EquatableArray<ReclaimRule> ReclaimRules { get; init; }

    public required EquatableArray<PromoteRule> PromoteRules { get; init; }

    public required EquatableArray<ProactiveRule> ProactiveRules { get; init; }

    /// <summary>The domains; a domain's id is its index plus 1, 0 is no domain.</summary>
    public required EquatableArray<Domain> Domains { get; init; }

    public required DemotionTables Tables { get; init; }

    /// <summary>True when the policy was declared in C#.</summary>
    public required bool IsDeclaredInCSharp { get; init; }

    public required SourceLocation Location { get; init; }
}

/// <summary>The mode bits. The numbers are an ABI.</summary>
[Flags]
public enum ReclaimModes
{
    None = 0,
    Zone = 1,
    Write = 2,
    Unmap = 4,
    Migrate = 8,
}

public enum DemotionOrder
{
    Tiers,
    Nearest,
    Exclusive,
    Manual,
}

public enum Aging
{
    TwoList,
    Lru,
    Clock,
    Sieve,
    S3Fifo,
}

public enum Admission
{
    Always,
    Adaptive,
}

/// <summary>The watermarks of a node.</summary>
/// <param name="Min">Below it an allocating thread reclaims.</param>
/// <param name="Low">Below it the background reclaimer wakes.</param>
/// <param name="High">Up to it the background reclaimer works.</param>
/// <param name="Promo">Up to it instead, where a promote rule names the node as target; null: high plus 1 % of the capacity.</param>
public sealed record Watermarks(Amount Min, Amount Low, Amount High, Amount? Promo);

/// <summary>A share of a node's capacity or a size; exactly one is set. Resolved when the memory is created, rounded up to whole pages.</summary>
/// <param name="Millionths">Parts per million: 1 % is 10,000.</param>
/// <param name="Bytes">A size.</param>
public readonly record struct Amount(long? Millionths, long? Bytes);

/// <summary>A <c>keep</c>, <c>discard</c> or <c>demote</c> rule.</summary>
public sealed record ReclaimRule
{
    public required ReclaimVerdict Verdict { get; init; }

    /// <summary>Bit set of the nodes on which the rule is tried.</summary>
    public required ulong Sources { get; init; }

    /// <summary>A demote rule's targets in the order named (a tier stands for its nodes by id); empty: no target is named.</summary>
    public EquatableArray<int> Targets { get; init; }

    /// <summary>Null: always.</summary>
    public Expression? When { get; init; }

    /// <summary>The rule as written, on one line, for people.</summary>
    public required string Text { get; init; }

    public required SourceLocation Location { get; init; }
}

public enum ReclaimVerdict
{
    Keep,
    Discard,
    Demote,
}

public sealed record PromoteRule
{
    public required ulong Sources { get; init; }

    /// <summary>Bit set of the nodes to which pages may be promoted.</summary>
    public required ulong Targets { get; init; }

    public Expression? When { get; init; }

    /// <summary>Null: no limit.</summary>
    public long? LimitBytesPerSecond { get; init; }

    public required string Text { get; init; }

    public required SourceLocation Location { get; init; }
}

public sealed record ProactiveRule
{
    public required ulong Sources { get; init; }

    public required Expression When { get; init; }

    public long? LimitBytesPerSecond { get; init; }

    public required string Text { get; init; }

    public required SourceLocation Location { get; init; }
}

/// <summary>What a cgroup and a cpuset are to Linux.</summary>
public sealed record Domain
{
    public required string Name { get; init; }

    /// <summary>Bytes over all nodes; null: no limit.</summary>
    public long? Limit { get; init; }

    /// <summary>Bit set of the nodes its pages may be on.</summary>
    public required ulong Nodes { get; init; }

    public required DomainDemotion Demotion { get; init; }
}

public enum DomainDemotion
{
    On,
    Off,
    Limit,
}
