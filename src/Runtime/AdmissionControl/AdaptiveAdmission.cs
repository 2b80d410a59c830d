using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.AdmissionControl;

/// <summary>
/// <c>admission adaptive</c>: lets those pages through to lower tiers with which reads are saved that pay for the copies. Safe from any thread.
/// </summary>
internal sealed class AdaptiveAdmission
{
    private readonly Node[] _nodes;
    private readonly TierCosts _costs;
    private readonly TierLedger[] _ledgers;
    private readonly StayCosts[] _stays;
    private readonly ulong[] _nodesOfTier;

    public AdaptiveAdmission(PolicyDescription policy, Node[] nodes)
    {
        TopologyDescription topology = policy.Topology;
        _nodes = nodes;
        _costs = new TierCosts(topology);
        Store = new MissCost(topology.Store?.LatencyNanoseconds, topology.Store?.BytesPerSecond, topology.PageSize);
        Swap = new MissCost(topology.Swap?.LatencyNanoseconds, topology.Swap?.BytesPerSecond, topology.PageSize);
        ulong promoted = 0;
        foreach (PromoteRuleDescription rule in policy.PromoteRules)
        {
            promoted |= rule.Sources;
        }

        _nodesOfTier = new ulong[_costs.Tiers];
        foreach (Node node in nodes)
        {
            _nodesOfTier[node.Description.Tier] |= 1UL << node.Id;
        }

        _stays = [.. _nodesOfTier.Select(set => new StayCosts((set & promoted) != 0))];
        _ledgers = [.. Enumerable.Range(0, _costs.Tiers - 1).Select(tier => new TierLedger(tier, nodes, _costs, _stays))];
    }

    /// <summary>What the program's store costs.</summary>
    public MissCost Store { get; }

    /// <summary>What swap costs.</summary>
    public MissCost Swap { get; }

    /// <summary>The share of the pages leaving a tier that a lower tier takes now.</summary>
    public double ShareOf(int source, int target) => _ledgers[source].ShareOf(target);

    /// <summary>What a page that left one tier and comes back from a lower one is believed to cost, in nanoseconds.</summary>
    public double CostOfReturn(int source, int target) => _stays[target].OfReturn(source, target, _costs);

    /// <summary>A page is about to leave its node by demotion.</summary>
    /// <param name="page">The page.</param>
    /// <param name="state">Its state.</param>
    /// <param name="node">Its node.</param>
    /// <param name="targets">Bit set of the nodes where it may go.</param>
    /// <returns>Bit set of those of them that take it. What does not go down by tiers (<c>order manual</c>) is let through.</returns>
    public ulong Admit(PageId page, PageState state, Node node, ulong targets)
    {
        int source = node.Description.Tier;
        ulong tiers = 0;
        for (int tier = source + 1; tier < _nodesOfTier.Length; tier++)
        {
            tiers |= (targets & _nodesOfTier[tier]) != 0 ? 1UL << tier : 0;
        }

        if (tiers == 0)
        {
            return targets;
        }

        ulong taken = _ledgers[source].Offer(page, state.IsDirty || state.Kind == PageKind.Anon, MissOf(state.Kind), tiers);
        for (int tier = source + 1; tier < _nodesOfTier.Length; tier++)
        {
            targets &= (taken & (1UL << tier)) != 0 ? ulong.MaxValue : ~_nodesOfTier[tier];
        }

        return targets;
    }

    /// <summary>A page is accessed that came to its node by demotion, and is read there in place.</summary>
    /// <param name="page">The page.</param>
    /// <param name="state">Its state before the access.</param>
    /// <param name="node">Its node.</param>
    /// <param name="weight">For how many accesses this one counts, 0 where others count for it: not all of them come this way.</param>
    public void OnAccess(PageId page, PageState state, Node node, int weight)
    {
        int tier = node.Description.Tier;

        // It comes back once, however often it is accessed then: until it does, it is remembered. Most of those that have are told from the others by their mark already.
        bool isFirst = (node.Lists.FollowsAccesses || !state.IsReferenced) && Return(page, state.Kind, tier);
        if (tier > 0 && _ledgers[tier - 1].Follows(page, tier))
        {
            _stays[tier].OnAccess(isFirst, weight);
        }
    }

    /// <summary>A page that came to a node by demotion was promoted from it.</summary>
    public void OnPromotion(PageId page, Node from)
    {
        int tier = from.Description.Tier;
        if (tier > 0 && _ledgers[tier - 1].Follows(page, tier))
        {
            _stays[tier].OnPromotion();
        }
    }

    /// <summary>A page comes up that could not be read in place.</summary>
    /// <param name="page">The page.</param>
    /// <param name="before">Its state until then.</param>
    public void OnPageIn(PageId page, PageState before) =>
        Return(page, before.Kind, before.Place.IsNode ? _nodes[before.Place.Node].Description.Tier : _nodesOfTier.Length);

    /// <summary>A page was read from the store or from swap, in so much time; reads of nodes are known.</summary>
    public void OnRead(Place place, long nanoseconds)
    {
        if (!place.IsNode)
        {
            (place == Place.Swap ? Swap : Store).OnRead(nanoseconds);
        }
    }

    private MissCost MissOf(PageKind kind) => kind == PageKind.File ? Store : Swap;

    private bool Return(PageId page, PageKind kind, int tier)
    {
        bool isKnown = false;
        for (int source = 0; source < Math.Min(tier, _ledgers.Length); source++)
        {
            isKnown |= _ledgers[source].Return(page, MissOf(kind));
        }

        return isKnown;
    }
}
