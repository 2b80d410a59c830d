using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>Topologies booted on a real Linux 6.12.</summary>
public class KernelVectorTests
{
    public static TheoryData<int> All => VectorFile.IndexesOf(VectorFile.Kernel);

    [Fact]
    public void There_are_70_vectors() => Assert.Equal(70, VectorFile.Kernel.Length);

    [Theory, MemberData(nameof(All))]
    public void Fallback_lists_are_those_of_the_kernel(int index)
    {
        Vector vector = VectorFile.Kernel[index];
        NodeLoads loads = NodeLoads.Build(vector.Input);
        Assert.Equal(vector.FallbackOrder!, Enumerable.Range(0, vector.Nodes).Select(loads.FallbackList));
    }

    [Theory, MemberData(nameof(All))]
    public void Preferred_targets_under_tiers_are_those_of_the_kernel(int index)
    {
        Vector vector = VectorFile.Kernel[index];
        Assert.Equal(vector.Preferred!.Sorted(), TiersOrder.Compute(vector.Scores).PreferredOfAll(vector.Nodes));
    }

    [Theory, MemberData(nameof(All))]
    public void Fallback_targets_under_tiers_are_those_of_the_kernel(int index)
    {
        Vector vector = VectorFile.Kernel[index];
        Assert.Equal(vector.Fallback!.Sorted(), TiersOrder.Compute(vector.Scores).FallbackOfAll(vector.Nodes));
    }

    [Theory, MemberData(nameof(All))]
    public void Tier_numbers_computed_from_latency_and_bandwidth_are_those_of_the_kernel(int index)
    {
        Vector vector = VectorFile.Kernel[index];
        int first = vector.CpuNodes.Min();
        IEnumerable<int> tiers = Enumerable.Range(0, vector.Nodes).Select(node => AbstractDistance.TierNumber(AbstractDistance.Of(
            vector.WithCpus.Contains(node) ? NodeKind.Dram : NodeKind.Cxl,
            vector.ReadLatency![node],
            vector.ReadBandwidthMBps![node],
            vector.ReadLatency[first],
            vector.ReadBandwidthMBps[first],
            vector.WithCpus.Contains(node))!.Value));
        Assert.Equal(vector.Tier!, tiers);
    }

    [Theory, MemberData(nameof(All))]
    public void The_whole_way_through_a_topology_and_its_tables_gives_the_same(int index)
    {
        Vector vector = VectorFile.Kernel[index];
        DemotionTables tables = DemotionTableBuilder.Build(Topologies.Of(vector), DemotionOrder.Tiers, default);
        Assert.Equal(1, tables.Sets);
        Assert.Equal(vector.Preferred!.Sorted(), tables.Preferred.Select(bits => new NodeSet(bits).Ids()));
        Assert.Equal(vector.Fallback!.Sorted(), tables.Fallback.Select(bits => new NodeSet(bits).Ids()));
        Assert.Equal(vector.FallbackOrder!.SelectMany(list => list), tables.AllocationOrder.Select(node => (int)node));
    }
}
