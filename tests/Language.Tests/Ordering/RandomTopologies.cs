using CsCheck;
using TierPolicy.Language.Model;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>Topologies of all shapes: CPUs anywhere or nowhere, all kinds, asymmetric distances with many ties, hotplug nodes.</summary>
internal static class RandomTopologies
{
    private static readonly byte[] CommonDistances = [11, 12, 16, 17, 20, 21, 24, 28, 30, 31, 32, 40];

    private static readonly Gen<NodeKind> Kind = Gen.Frequency(
        (6, Gen.OneOf(NodeKind.Dram, NodeKind.Hbm, NodeKind.Cxl, NodeKind.Pmem, NodeKind.Dax)),
        (2, Gen.OneOf(NodeKind.Compressed, NodeKind.File, NodeKind.Remote)));

    private static readonly Gen<byte> AnyDistance = Gen.Frequency((9, Gen.OneOf(CommonDistances)), (1, Gen.Byte[10, 254]));

    public static Gen<Topology> All { get; } = OfSize(Gen.Int[1, 9], maximalHotplug: 4);

    public static Gen<Topology> OfSize(Gen<int> size, int maximalHotplug) =>
        from count in size
        from kinds in Kind.Array[count]
        from tiers in Gen.Int[0, 3].Array[count]
        from cpus in Gen.Frequency((1, Gen.Const(0.0)), (4, Gen.Double[0.1, 0.8])).SelectMany(share => Gen.Double.Unit.Select(roll => roll < share).Array[count])
        from hotplug in Gen.Bool.Array[count]
        from distances in AnyDistance.Array[count * count]
        select Make(count, kinds, tiers, cpus, hotplug, distances, maximalHotplug);

    private static Topology Make(int count, NodeKind[] kinds, int[] tiers, bool[] cpus, bool[] hotplug, byte[] distances, int maximalHotplug)
    {
        int hotplugLeft = maximalHotplug;
        List<Node> nodes = [];
        for (int id = 0; id < count; id++)
        {
            // As the binder makes them: what is not read in place ranks below all memory, and even it may have CPUs next to it.
            NodeKind kind = id == 0 ? NodeKind.Dram : kinds[id];
            bool inPlace = kind.IsByteAddressable();
            int tier = inPlace ? tiers[id] : 4 + (kind - NodeKind.Compressed);
            bool plugged = id > 0 && hotplug[id] && hotplugLeft-- > 0;
            nodes.Add(Topologies.Node(id, kind, tier, cpus[id], plugged));
            distances[(id * count) + id] = 10;
        }

        return Topologies.Of(nodes, distances);
    }
}
