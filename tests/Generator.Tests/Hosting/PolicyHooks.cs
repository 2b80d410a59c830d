namespace TierPolicy.Generator.Tests.Hosting;

/// <summary>The contract of a compiled policy, for a type that is known at run time only.</summary>
internal abstract class PolicyHooks
{
    public static PolicyHooks Of(Type policy) => (PolicyHooks)Activator.CreateInstance(typeof(Hooks<>).MakeGenericType(policy))!;

    public abstract PolicyDescription Description { get; }

    public abstract sbyte[] Next { get; }

    public abstract ulong[] Preferred { get; }

    public abstract ulong[] Fallback { get; }

    public abstract byte[] ByScore { get; }

    public abstract byte[] AllocationOrder { get; }

    public abstract byte[] RuleTargets(int rule);

    public abstract ReclaimDecision Reclaim(in PageInfo page, in RuleContext context);

    public abstract PromotionDecision Promote(in PageInfo page, in RuleContext context);

    public abstract int Proactive(in PageInfo page, in RuleContext context);

    /// <summary>What the engine gives to the hooks.</summary>
    /// <param name="page">The page.</param>
    /// <param name="set">The set of nodes on line.</param>
    /// <param name="freeMillionths">How much is free, a node each.</param>
    public RuleContext ContextOf(PageInfo page, int set, long[] freeMillionths)
    {
        int nodes = Description.Topology.Nodes.Count;
        int row = (set * nodes) + page.Node;
        ulong allowed = page.Domain == 0 ? ulong.MaxValue : Description.Domains[page.Domain - 1].Nodes;
        return new RuleContext(page.Node, Preferred[row], Fallback[row], ByScore.AsSpan(row * nodes, nodes), allowed, freeMillionths, freeMillionths.Select(_ => 1_000_000L).ToArray());
    }

    private sealed class Hooks<T> : PolicyHooks
        where T : struct, ITierPolicy
    {
        public override PolicyDescription Description => T.Description;

        public override sbyte[] Next { get; } = T.NextDemotionNode.ToArray();

        public override ulong[] Preferred { get; } = T.PreferredTargets.ToArray();

        public override ulong[] Fallback { get; } = T.FallbackTargets.ToArray();

        public override byte[] ByScore { get; } = T.NodesByScore.ToArray();

        public override byte[] AllocationOrder { get; } = T.AllocationOrder.ToArray();

        public override byte[] RuleTargets(int rule) => T.RuleTargets(rule).ToArray();

        public override ReclaimDecision Reclaim(in PageInfo page, in RuleContext context) => T.Reclaim(in page, in context);

        public override PromotionDecision Promote(in PageInfo page, in RuleContext context) => T.Promote(in page, in context);

        public override int Proactive(in PageInfo page, in RuleContext context) => T.Proactive(in page, in context);
    }
}
