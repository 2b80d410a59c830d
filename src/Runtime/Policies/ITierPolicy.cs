using System.ComponentModel;

namespace TierPolicy;

/// <summary>
/// What the generator emits for a policy: static tables and hooks. <see cref="TieredMemory{TPolicy}"/> is specialised on the struct that
/// implements it, so that a look-up is a load and a hook is inlined code: nothing is virtual and nothing is interpreted.
/// </summary>
/// <remarks>
/// Implemented by generated code, explicitly, so that nothing of it shows on the struct. All tables hold a row for each node in each set of
/// nodes on line; the row of a node is <c>set * nodes + node</c>. Set 0 has all nodes on line; in set <c>s</c> the k-th node that can be
/// unplugged, by id and k from 0, is off line when bit k of <c>s</c> is set. All members are pure and safe from any thread.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public interface ITierPolicy
{
    /// <summary>The topology, watermarks, domains and defaults: read once, when the memory is created.</summary>
    static abstract PolicyDescription Description { get; }

    /// <summary>A row: the first preferred target, -1 for a terminal node: <c>node_demotion[]</c> of Linux 5.15, <c>mm/migrate.c</c>.</summary>
    static abstract ReadOnlySpan<sbyte> NextDemotionNode { get; }

    /// <summary>A row: bit set of the preferred targets.</summary>
    static abstract ReadOnlySpan<ulong> PreferredTargets { get; }

    /// <summary>A row: bit set of the nodes that may be tried when the preferred ones fail.</summary>
    static abstract ReadOnlySpan<ulong> FallbackTargets { get; }

    /// <summary>A row, as many entries as there are nodes: the other nodes on line by score, best first, then 255.</summary>
    static abstract ReadOnlySpan<byte> NodesByScore { get; }

    /// <summary>A row, as many entries as there are nodes: the allocation fallback list, the node itself first, then 255.</summary>
    static abstract ReadOnlySpan<byte> AllocationOrder { get; }

    /// <summary>The targets of a reclaim rule in the order in which it names them, where that order counts (<c>order manual</c>), else empty.</summary>
    static abstract ReadOnlySpan<byte> RuleTargets(int rule);

    /// <summary>The reclaim rules, for a victim.</summary>
    static abstract ReclaimDecision Reclaim(in PageInfo page, in RuleContext context);

    /// <summary>The promotion rules, for a page that is accessed on a byte-addressable node.</summary>
    static abstract PromotionDecision Promote(in PageInfo page, in RuleContext context);

    /// <summary>The index of the first proactive rule that holds for the page, -1 for none.</summary>
    static abstract int Proactive(in PageInfo page, in RuleContext context);
}
