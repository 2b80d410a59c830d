using TierPolicy.Engine;

namespace TierPolicy;

/// <summary>Look-ups in the generated tables: each is one load, without a lock.</summary>
internal static class DemotionTable<TPolicy>
    where TPolicy : struct, ITierPolicy
{
    private static readonly int Nodes = TPolicy.Description.Topology.Nodes.Count;

    /// <summary>The first preferred target, -1 for a terminal node: <c>next_demotion_node()</c> of the January 2021 series.</summary>
    public static int Next(int set, int node) => TPolicy.NextDemotionNode[(set * Nodes) + node];

    public static ulong Preferred(int set, int node) => TPolicy.PreferredTargets[(set * Nodes) + node];

    public static ulong Fallback(int set, int node) => TPolicy.FallbackTargets[(set * Nodes) + node];

    public static ReadOnlySpan<byte> ByScore(int set, int node) => TPolicy.NodesByScore.Slice(((set * Nodes) + node) * Nodes, Nodes);

    public static ReadOnlySpan<byte> AllocationOrder(int set, int node) => TPolicy.AllocationOrder.Slice(((set * Nodes) + node) * Nodes, Nodes);

    /// <summary>What rules may ask about a page on <paramref name="node"/> whose domain allows <paramref name="allowed"/>.</summary>
    public static RuleContext Context(MemoryCore core, int set, int node, ulong allowed) =>
        new(node, Preferred(set, node), Fallback(set, node), ByScore(set, node), allowed, core.FreePages, core.CapacityPages);
}
