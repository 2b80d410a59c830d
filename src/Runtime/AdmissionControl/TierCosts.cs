namespace TierPolicy.AdmissionControl;

/// <summary>What it costs to read and to copy pages, a tier each, in nanoseconds: by the latencies and bandwidths that the topology declares, by those of the kind where it declares none.</summary>
/// <remarks>A tier counts as fast as the slowest of its nodes.</remarks>
internal sealed class TierCosts
{
    private readonly double[] _latency;
    private readonly double[] _transfer;
    private readonly bool[] _isByteAddressable;

    public TierCosts(TopologyDescription topology)
    {
        int tiers = topology.Nodes.Max(static node => node.Tier) + 1;
        _latency = new double[tiers];
        _transfer = new double[tiers];
        _isByteAddressable = new bool[tiers];
        foreach (NodeDescription node in topology.Nodes)
        {
            (double latency, double bytesPerSecond) = Usual(node.Kind);
            _latency[node.Tier] = Math.Max(_latency[node.Tier], node.LatencyNanoseconds ?? latency);
            _transfer[node.Tier] = Math.Max(_transfer[node.Tier], topology.PageSize * 1e9 / (node.BytesPerSecond ?? bytesPerSecond));
            _isByteAddressable[node.Tier] = node.Kind is NodeKind.Dram or NodeKind.Hbm or NodeKind.Cxl or NodeKind.Pmem or NodeKind.Dax;
        }
    }

    /// <summary>How many tiers there are.</summary>
    public int Tiers => _latency.Length;

    /// <summary>Whether pages are read in place there.</summary>
    public bool IsByteAddressable(int tier) => _isByteAddressable[tier];

    /// <summary>An access in place.</summary>
    public double Access(int tier) => _latency[tier];

    /// <summary>A whole page, read or written.</summary>
    public double Page(int tier) => _latency[tier] + _transfer[tier];

    /// <summary>A page read on one tier and written on the other.</summary>
    public double Copy(int from, int to) => Page(from) + Page(to);

    /// <summary>The latency that <c>language.md</c> and vendors' manuals give for the kind, and a bandwidth of that order: for nodes of which nothing is declared.</summary>
    public static (double Latency, double BytesPerSecond) Usual(NodeKind kind) => kind switch
    {
        NodeKind.Hbm => (110, 100e9),
        NodeKind.Dram => (90, 20e9),
        NodeKind.Cxl => (250, 10e9),
        NodeKind.Pmem or NodeKind.Dax => (350, 5e9),
        NodeKind.Compressed => (1_000, 2e9),
        NodeKind.Remote => (10_000, 1e9),
        _ => (80_000, 1e9),
    };
}
