using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Simulation;

/// <summary>Makes a result of what the memory counted and of what its work was.</summary>
internal sealed class ResultBuilder(PolicyDescription policy, MemoryCore core, MachineCosts costs, WorkLedger work, long[] found)
{
    private const string Store = "store";
    private const string Swap = "swap";
    private const string New = "new";

    /// <summary>All but what only the run itself knows.</summary>
    public SimulationResult Build()
    {
        NodeResult[] nodes = [.. core.Nodes.Select(NodeOf)];
        return new SimulationResult
        {
            Trace = "",
            Policy = policy.Name,
            Accesses = 0,
            Writes = 0,
            Pages = 0,
            NewPages = 0,
            Nanoseconds = 0,
            AccessTimes = new AccessTimes(0, 0, 0, 0, 0, []),
            Occupancy = [],
            Seconds = 0,
            PageSize = core.PageSize,
            Nodes = nodes,
            StoreReads = found[Place.Store.Value],
            SwapReads = found[Place.Swap.Value],
            Demotions = nodes.Sum(static node => node.Demotions),
            Promotions = nodes.Sum(static node => node.Promotions),
            PingPong = nodes.Sum(static node => node.PingPong),
            Discards = nodes.Sum(static node => node.Discards),
            Writebacks = nodes.Sum(static node => node.Writebacks),
            SwapWrites = nodes.Sum(static node => node.SwapWrites),
            Stalls = nodes.Sum(static node => node.Stalls),
            StallNanoseconds = work.Stalled,
            BackgroundNanoseconds = work.InBackground,
            CostPerHour = nodes.Any(static node => node.CostPerHour is not null) ? nodes.Sum(static node => node.CostPerHour ?? 0) : null,
            Flows = [.. Flows().Where(static flow => flow.Pages > 0)],
        };
    }

    private NodeResult NodeOf(Node node)
    {
        const decimal GiB = 1L << 30;
        return new NodeResult
        {
            Name = node.Name,
            Kind = node.Description.Kind,
            Tier = node.Description.Tier,
            CapacityPages = node.Frames.Capacity,
            Hits = found[Place.OnNode(node.Id).Value],
            Demotions = core.Nodes.Sum(target => work.Demoted(node.Id, target.Id)),
            Promotions = core.Nodes.Sum(source => work.Promoted(source.Id, node.Id)),
            PingPong = node.Counters[VmStatItem.PgPromotePingpong],
            Discards = work.LeftTo(Place.Store, node.Id),
            SwapWrites = node.Counters[VmStatItem.PswpOut],
            Writebacks = node.Counters[VmStatItem.PgWriteback],
            Stalls = node.Counters[VmStatItem.AllocStall],
            PagesInUse = node.Frames.InUse,
            LatencyNanoseconds = costs.Access[Place.OnNode(node.Id).Value],
            CostPerHour = node.Description.Price * (node.Frames.Capacity * (decimal)core.PageSize / GiB),
        };
    }

    private IEnumerable<PageFlow> Flows()
    {
        foreach (Node node in core.Nodes)
        {
            yield return new PageFlow(Store, node.Name, FlowReason.PageIn, work.PagedInFrom(Place.Store, node.Id));
            yield return new PageFlow(Swap, node.Name, FlowReason.PageIn, work.PagedInFrom(Place.Swap, node.Id));
            yield return new PageFlow(New, node.Name, FlowReason.PageIn, node.Counters[VmStatItem.PgFault] - node.Counters[VmStatItem.PgMajFault]);
            foreach (Node other in core.Nodes)
            {
                yield return new PageFlow(node.Name, other.Name, FlowReason.PageIn, work.PagedInFrom(Place.OnNode(node.Id), other.Id));
                yield return new PageFlow(node.Name, other.Name, FlowReason.Demotion, work.Demoted(node.Id, other.Id));
                yield return new PageFlow(node.Name, other.Name, FlowReason.Promotion, work.Promoted(node.Id, other.Id));
            }

            yield return new PageFlow(node.Name, Store, FlowReason.Discard, work.LeftTo(Place.Store, node.Id));
            yield return new PageFlow(node.Name, Swap, FlowReason.SwapOut, work.LeftTo(Place.Swap, node.Id));
        }
    }
}
