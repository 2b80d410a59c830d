using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using static TierPolicy.Language.Tests.Ordering.Topologies;

namespace TierPolicy.Language.Tests.Ordering;

public class DemotionTableBuilderTests
{
    /// <summary>The example of the language page: two sockets, each with a far node, over one file. Cxl1 may be unplugged.</summary>
    private static readonly Topology TwoSocket = Of(
        [
            Node(0, NodeKind.Dram, 0, cpus: true),
            Node(1, NodeKind.Dram, 0, cpus: true),
            Node(2, NodeKind.Cxl, 1),
            Node(3, NodeKind.Cxl, 1, hotplug: true),
            Node(4, NodeKind.File, 2),
        ],
        [
            10, 21, 17, 28, 60,
            21, 10, 28, 17, 60,
            17, 28, 10, 28, 40,
            28, 17, 28, 10, 40,
            60, 60, 40, 40, 10,
        ]);

    [Fact]
    public void Each_socket_demotes_to_its_own_far_node_then_to_the_file()
    {
        SetOfTables all = Build(TwoSocket, DemotionOrder.Tiers, 0);
        Assert.Equal([2, 3, 4, 4, -1], Enumerable.Range(0, 5).Select(all.Next));
        Assert.Equal([2, 3, 4], all.Fallback(0).Ids());
        Assert.Equal([0, 2, 1, 3], all.AllocationOrder(0));
        Assert.Empty(all.AllocationOrder(4));
        Assert.Equal([2, 1, 3, 4], all.ByScore(0));
    }

    [Fact]
    public void With_a_far_node_unplugged_both_sockets_demote_to_the_other()
    {
        SetOfTables unplugged = Build(TwoSocket, DemotionOrder.Tiers, 1);
        Assert.Equal([2, 2, 4, -1, -1], Enumerable.Range(0, 5).Select(unplugged.Next));
    }

    [Fact]
    public void A_tier_whose_nodes_are_all_off_line_is_skipped()
    {
        Topology topology = WithDefaultDistances(
            Node(0, NodeKind.Dram, 0, cpus: true), Node(1, NodeKind.Cxl, 1, hotplug: true), Node(2, NodeKind.Pmem, 2));
        Assert.Equal(1, Build(topology, DemotionOrder.Tiers, 0).Next(0));
        Assert.Equal(2, Build(topology, DemotionOrder.Tiers, 1).Next(0));
    }

    [Theory]
    [InlineData(DemotionOrder.Exclusive)]
    [InlineData(DemotionOrder.Nearest)]
    public void In_passes_a_file_comes_after_all_memory_even_when_it_is_nearer(DemotionOrder order)
    {
        Topology topology = Of(
            [Node(0, NodeKind.Dram, 0, cpus: true), Node(1, NodeKind.File, 2), Node(2, NodeKind.Cxl, 1)],
            [10, 12, 40, 12, 10, 40, 40, 60, 10]);
        SetOfTables tables = Build(topology, order, 0);

        // 1 is nearer to 0, yet it waits until 2 is taken; under nearest it is then within the distance of the first.
        Assert.True(tables.Preferred(0).Contains(2));
        Assert.Equal(order == DemotionOrder.Nearest ? [1, 2] : [2], tables.Preferred(0).Ids());
        Assert.Equal(order == DemotionOrder.Nearest ? [] : [1], tables.Preferred(2).Ids());
        Assert.True(tables.Preferred(1).IsEmpty);
    }

    [Theory]
    [InlineData(DemotionOrder.Exclusive)]
    [InlineData(DemotionOrder.Nearest)]
    public void In_passes_a_file_with_cpus_is_a_source_without_a_target(DemotionOrder order)
    {
        // In id order 0 has its turn first, while memory is unused: neither may it go there, nor to the other file.
        Topology topology = WithDefaultDistances(
            Node(0, NodeKind.File, 2, cpus: true), Node(1, NodeKind.Dram, 0, cpus: true), Node(2, NodeKind.Cxl, 1), Node(3, NodeKind.File, 2));
        SetOfTables tables = Build(topology, order, 0);
        Assert.Equal([-1, 2, 3, -1], Enumerable.Range(0, 4).Select(tables.Next));
    }

    [Theory]
    [InlineData(DemotionOrder.Exclusive)]
    [InlineData(DemotionOrder.Nearest)]
    public void In_passes_nothing_is_demoted_where_no_node_has_cpus(DemotionOrder order)
    {
        SetOfTables tables = Build(WithDefaultDistances(Node(0, NodeKind.Dram, 0), Node(1, NodeKind.Cxl, 1)), order, 0);
        Assert.Equal([-1, -1], [tables.Next(0), tables.Next(1)]);
    }

    [Fact]
    public void Where_two_sockets_share_one_slow_node_exclusive_leaves_one_terminal_and_tiers_does_not()
    {
        Topology topology = Of(
            [Node(0, NodeKind.Dram, 0, cpus: true), Node(1, NodeKind.Dram, 0, cpus: true), Node(2, NodeKind.Cxl, 1)],
            [10, 20, 30, 20, 10, 30, 30, 30, 10]);
        Assert.Equal([2, -1, -1], Build(topology, DemotionOrder.Exclusive, 0).Tables.Next.Select(next => (int)next));
        Assert.Equal([2, 2, -1], Build(topology, DemotionOrder.Tiers, 0).Tables.Next.Select(next => (int)next));
    }

    [Fact]
    public void The_kth_bit_of_a_set_is_the_kth_hotplug_node()
    {
        Topology topology = WithDefaultDistances(
            Node(0, NodeKind.Dram, 0), Node(1, NodeKind.Cxl, 1, hotplug: true), Node(2, NodeKind.Cxl, 1), Node(3, NodeKind.Cxl, 1, hotplug: true));
        OnlineSets sets = new(topology);
        Assert.Equal(4, sets.Count);
        Assert.Equal([0, 1, 2, 3], sets.NodesOnLine(0).Ids());
        Assert.Equal([0, 2, 3], sets.NodesOnLine(1).Ids());
        Assert.Equal([0, 1, 2], sets.NodesOnLine(2).Ids());
        Assert.Equal([0, 2], sets.NodesOnLine(3).Ids());
        Assert.All(Enumerable.Range(0, 4), set => Assert.Equal(set, sets.SetWithout(NodeSet.UpTo(4).Without(sets.NodesOnLine(set)))));
    }

    [Fact]
    public void The_largest_tables_that_the_language_allows_are_built()
    {
        Topology topology = WithDefaultDistances([.. Enumerable.Range(0, 64).Select(id => Node(id, NodeKind.Dram, id / 16, id == 0, hotplug: id >= 58))]);
        DemotionTables tables = DemotionTableBuilder.Build(topology, DemotionOrder.Tiers, default);
        Assert.Equal(64, tables.Sets);
        Assert.Equal(4096, tables.Next.Count);
        Assert.Equal(4096 * 64, tables.ByScore.Count);
        Assert.Equal(0x00000000FFFF0000UL, tables.Preferred[0]);
    }

    [Fact]
    public void A_topology_past_the_limits_is_refused()
    {
        Topology topology = WithDefaultDistances([.. Enumerable.Range(0, 64).Select(id => Node(id, NodeKind.Dram, 0, true, hotplug: id >= 57))]);
        Assert.Throws<ArgumentException>(() => DemotionTableBuilder.Build(topology, DemotionOrder.Tiers, default));
        Topology all = WithDefaultDistances([.. Enumerable.Range(0, 64).Select(id => Node(id, NodeKind.Dram, 0, true, hotplug: id > 0))]);
        Assert.Throws<ArgumentException>(() => DemotionTableBuilder.Build(all, DemotionOrder.Tiers, default));
    }

    [Fact]
    public void Equal_topologies_give_equal_tables() => Assert.Equal(
        DemotionTableBuilder.Build(TwoSocket, DemotionOrder.Nearest, default),
        DemotionTableBuilder.Build(TwoSocket with { Name = "Other" }, DemotionOrder.Nearest, default));

    private static SetOfTables Build(Topology topology, DemotionOrder order, int set) =>
        new(DemotionTableBuilder.Build(topology, order, default), topology, default, set);
}
