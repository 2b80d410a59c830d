using TierPolicy.Counters;
using TierPolicy.Nodes;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>
/// Replays a trace on a memory in virtual time: nothing is measured, everything is charged by what the topology declares. Background work is done inline, and its copies are charged
/// as if the program had waited for them: they take the memory's bandwidth from it, and a copy that costs nothing would make every demotion pay.
/// </summary>
/// <remarks>
/// Charged are: each access, by the latency of the node that it is read on; each read of the store, and each write back to it, by the store's latency; each page demoted or promoted, by the
/// latencies of both nodes and its bytes over both bandwidths (it is read on one and written on the other). A page that comes up is then accessed like any other.
/// </remarks>
internal sealed class VirtualRun<TPolicy>
    where TPolicy : struct, ITierPolicy
{
    private const int PageSize = 4096;

    private readonly TimedStore _store;
    private readonly MemoryLab<TPolicy> _lab;
    private readonly Node[] _nodes;
    private readonly PageId[] _pages;
    private readonly long[] _latencies;
    private readonly long _copy;
    private long _time;
    private long _seenMoves;

    /// <param name="pages">Different pages of the trace: the footprint.</param>
    /// <param name="storeNanoseconds">What a read of the store costs.</param>
    /// <param name="shares">Each node's capacity as a share of the footprint, by id.</param>
    /// <param name="watermarks">Whether nodes have their default watermarks, or none.</param>
    private VirtualRun(int pages, long storeNanoseconds, double[] shares, bool watermarks)
    {
        TimedStore store = new(storeNanoseconds);
        _store = store;
        _lab = new MemoryLab<TPolicy>(options =>
        {
            options.Store = store;
            if (watermarks)
            {
                options.Watermarks.Clear();
            }

            foreach (NodeDescription node in TieredMemory<TPolicy>.Policy.Topology.Nodes)
            {
                options.Capacities[node.Name] = Math.Max(1, (long)(pages * shares[options.Capacities.Count])) * PageSize;
            }
        });
        store.Time = _lab.Time;
        _nodes = _lab.Memory.Core.Nodes;
        _pages = new PageId[pages];
        _latencies = [.. _nodes.Select(static node => node.Description.LatencyNanoseconds!.Value)];
        _copy = _nodes.Length == 1 ? 0 : _nodes.Sum(static node => node.Description.LatencyNanoseconds!.Value + (PageSize * 1_000_000_000L / node.Description.BytesPerSecond!.Value));
    }

    /// <summary>Replays all of it.</summary>
    /// <param name="trace">The accesses; pages numbered from 0.</param>
    /// <param name="pages">How many different pages there are.</param>
    /// <param name="storeNanoseconds">What a read of the store costs.</param>
    /// <param name="shares">Each node's capacity as a share of the footprint, by id.</param>
    /// <param name="watermarks">Whether nodes have their default watermarks, or none.</param>
    public static VirtualResult Replay(TraceRequest[] trace, int pages, long storeNanoseconds, double[] shares, bool watermarks)
    {
        VirtualRun<TPolicy> run = new(pages, storeNanoseconds, shares, watermarks);
        using (run._lab)
        {
            foreach (TraceRequest request in trace)
            {
                run.Access(request);
            }

            run._lab.AssertBalanced();
            Node top = run._nodes[0];
            return new VirtualResult(run._time + run._store.Spent, Demotions(top), top.Counters[VmStatItem.PgPromoteSuccess], run._store.Reads, run._store.Writes);
        }
    }

    private static long Demotions(Node node) =>
        node.Counters[VmStatItem.PgDemoteKswapd] + node.Counters[VmStatItem.PgDemoteDirect] + node.Counters[VmStatItem.PgDemoteProactive];

    private void Access(TraceRequest request)
    {
        ref PageId page = ref _pages[request.Page];
        if (page == default)
        {
            page = _lab.Memory.AllocateFile(request.Page);
        }

        int node;
        if (request.IsWrite)
        {
            using WriteLease lease = _lab.Memory.Write(page);
            node = lease.NodeId;
        }
        else
        {
            using ReadLease lease = _lab.Memory.Read(page);
            node = lease.NodeId;
        }

        long moves = Demotions(_nodes[0]) + _nodes[0].Counters[VmStatItem.PgPromoteSuccess];
        long cost = _latencies[node] + ((moves - _seenMoves) * _copy);
        _seenMoves = moves;
        _time += cost;
        _lab.Time.Advance(cost);
    }

    /// <summary>A store that takes its time on the memory's clock, so that the memory can measure it.</summary>
    private sealed class TimedStore(long nanoseconds) : IPageStore
    {
        public ManualTime? Time { get; set; }

        public long Spent { get; private set; }

        public long Reads { get; private set; }

        public long Writes { get; private set; }

        public void Read(long key, Span<byte> page)
        {
            Reads++;
            Spend();
        }

        public void Write(long key, ReadOnlySpan<byte> page)
        {
            Writes++;
            Spend();
        }

        private void Spend()
        {
            Spent += nanoseconds;
            Time!.Advance(nanoseconds);
        }
    }
}

/// <summary>What a replay came to.</summary>
/// <param name="Nanoseconds">Virtual time in all.</param>
/// <param name="Demotions">Pages demoted from the top.</param>
/// <param name="Promotions">Pages promoted to it.</param>
/// <param name="StoreReads">Pages read from the store.</param>
/// <param name="StoreWrites">Pages written back to it.</param>
internal sealed record VirtualResult(long Nanoseconds, long Demotions, long Promotions, long StoreReads, long StoreWrites);
