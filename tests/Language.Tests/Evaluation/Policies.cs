using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Tests.Ordering;
using TierPolicy.Language.Text;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Tests.Evaluation;

/// <summary>Builds policies and conditions without the parser.</summary>
internal static class Policies
{
    // Two sockets, each with a far node, over a compressed pool and a file: the further down, the slower.
    public const int Dram0 = 0;
    public const int Dram1 = 1;
    public const int Cxl0 = 2;
    public const int Cxl1 = 3;
    public const int Zip = 4;
    public const int Ssd = 5;

    /// <summary>The set in which Cxl0, the first hotplug node, is off line.</summary>
    public const int WithoutCxl0 = 1;

    public const int WithoutBothCxl = 3;

    public static readonly Topology SixNodes = Topologies.Of(
        [
            Topologies.Node(Dram0, NodeKind.Dram, 0, cpus: true),
            Topologies.Node(Dram1, NodeKind.Dram, 0, cpus: true),
            Topologies.Node(Cxl0, NodeKind.Cxl, 1, hotplug: true),
            Topologies.Node(Cxl1, NodeKind.Cxl, 1, hotplug: true),
            Topologies.Node(Zip, NodeKind.Compressed, 2),
            Topologies.Node(Ssd, NodeKind.File, 3),
        ],
        [
            10, 21, 17, 28, 40, 60,
            21, 10, 28, 17, 40, 60,
            17, 28, 10, 28, 30, 50,
            28, 17, 28, 10, 30, 50,
            40, 40, 30, 30, 10, 20,
            60, 60, 50, 50, 20, 10,
        ]);

    public static Policy With(DemotionOrder order, params ReclaimRule[] rules) => new()
    {
        Name = "P",
        Namespace = "",
        IsInternal = false,
        Topology = SixNodes,
        Reclaim = ReclaimModes.None,
        Order = order,
        Aging = Aging.TwoList,
        Admission = Admission.Always,
        Watermarks = default,
        ReclaimRules = rules.ToEquatableArray(),
        PromoteRules = default,
        ProactiveRules = default,
        Domains = default,
        Tables = DemotionTableBuilder.Build(SixNodes, order, rules.ToEquatableArray()),
        IsDeclaredInCSharp = false,
        Location = Topologies.Nowhere,
    };

    public static Policy With(params ReclaimRule[] rules) => With(DemotionOrder.Tiers, rules);

    public static Policy And(this Policy policy, params PromoteRule[] rules) => policy with { PromoteRules = rules.ToEquatableArray() };

    /// <summary>Adds domain 1.</summary>
    public static Policy AndDomain(this Policy policy, ulong nodes, DomainDemotion demotion = DomainDemotion.On) =>
        policy with { Domains = new([new Domain { Name = "D", Nodes = nodes, Demotion = demotion }]) };

    public static ReclaimRule Demote(ulong sources, int[] targets, Expression? when = null) => Rule(ReclaimVerdict.Demote, sources, targets, when);

    public static ReclaimRule Keep(ulong sources, Expression? when = null) => Rule(ReclaimVerdict.Keep, sources, [], when);

    public static ReclaimRule Discard(ulong sources, Expression? when = null) => Rule(ReclaimVerdict.Discard, sources, [], when);

    public static PromoteRule Promote(ulong sources, ulong targets, Expression? when = null) => new()
    {
        Sources = sources,
        Targets = targets,
        When = when,
        Text = "promote",
        Location = Topologies.Nowhere,
    };

    public static ulong On(params int[] nodes) => Sets.Of(nodes).Bits;

    public static ulong Anywhere => ulong.MaxValue;

    public static Expression Is(BinaryOperator comparison, ValueType type, Fact fact, long value) =>
        new BinaryExpression(ValueType.Bool, comparison, new FactExpression(type, fact), new ConstantExpression(type, value));

    public static Expression IdleAtLeast(long seconds) => Is(BinaryOperator.GreaterOrEqual, ValueType.Duration, Fact.PageIdle, seconds * 1_000_000_000);

    public static Expression Tag(int tag) => Is(BinaryOperator.Equal, ValueType.Integer, Fact.PageTag, tag);

    public static PageFacts IdleFor(this PageFacts facts, long seconds) => facts with { IdleNanoseconds = seconds * 1_000_000_000 };

    public static PageFacts PageOn(int node) => new() { Node = node };

    private static ReclaimRule Rule(ReclaimVerdict verdict, ulong sources, int[] targets, Expression? when) => new()
    {
        Verdict = verdict,
        Sources = sources,
        Targets = new(targets),
        When = when,
        Text = "rule",
        Location = Topologies.Nowhere,
    };
}
