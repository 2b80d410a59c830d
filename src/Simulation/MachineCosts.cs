using TierPolicy.AdmissionControl;
using TierPolicy.Pages;

namespace TierPolicy.Simulation;

/// <summary>
/// What accesses and copies take on the machine that the topology describes, in nanoseconds. An access to a page in memory takes the node's latency. A page that is read from a device,
/// swap or the store, or written there, takes the latency and its bytes over the bandwidth; one that is copied from memory to memory takes both nodes' latencies and its bytes over
/// both bandwidths. What the topology leaves open of a node is what is usual for its kind; swap and store without a bandwidth take no time for the bytes.
/// </summary>
internal sealed class MachineCosts
{
    /// <summary>A read of swap, or of the store, where the topology says nothing: an SSD's, as admission takes it (<c>MissCost</c>).</summary>
    private const long UnknownLatency = 80_000;

    private readonly long[] _access = new long[Place.Limit];
    private readonly long[] _transfer = new long[Place.Limit];
    private readonly long[] _copy;
    private readonly int _nodes;

    public MachineCosts(TopologyDescription topology)
    {
        _nodes = topology.Nodes.Count;
        _copy = new long[_nodes * _nodes];
        for (int id = 0; id < _nodes; id++)
        {
            NodeDescription node = topology.Nodes[id];
            int place = Place.OnNode(id).Value;
            (double latency, double bytesPerSecond) = TierCosts.Usual(node.Kind);
            _access[place] = node.LatencyNanoseconds ?? (long)latency;
            _transfer[place] = Transfer(_access[place], node.BytesPerSecond ?? (long)bytesPerSecond, topology.PageSize);
        }

        _transfer[Place.Swap.Value] = Transfer(topology.Swap?.LatencyNanoseconds ?? UnknownLatency, topology.Swap?.BytesPerSecond, topology.PageSize);
        _transfer[Place.Store.Value] = Transfer(topology.Store?.LatencyNanoseconds ?? UnknownLatency, topology.Store?.BytesPerSecond, topology.PageSize);
        for (int pair = 0; pair < _copy.Length; pair++)
        {
            // To and from a device a page is written or read, which is told by itself.
            (NodeKind source, NodeKind target) = (topology.Nodes[pair / _nodes].Kind, topology.Nodes[pair % _nodes].Kind);
            _copy[pair] = IsDevice(source) || IsDevice(target) ? 0 : _transfer[Place.OnNode(pair / _nodes).Value] + _transfer[Place.OnNode(pair % _nodes).Value];
        }
    }

    /// <summary>What an access takes where the page is in memory already, by <see cref="Place.Value"/>.</summary>
    public ReadOnlySpan<long> Access => _access;

    /// <summary>What a page takes to be read from a place, or to be written there.</summary>
    public long Transfer(Place place) => _transfer[place.Value];

    /// <summary>What a page takes to be copied from memory to memory; nothing where one of them is a device.</summary>
    public long Copy(int source, int target) => _copy[(source * _nodes) + target];

    private static bool IsDevice(NodeKind kind) => kind is NodeKind.Compressed or NodeKind.File or NodeKind.Remote;

    private static long Transfer(long latency, long? bytesPerSecond, int bytes) => latency + (bytesPerSecond is long rate ? bytes * 1_000_000_000L / rate : 0);
}
