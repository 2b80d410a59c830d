using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using static TierPolicy.Language.Tests.Ordering.Topologies;

namespace TierPolicy.Language.Tests.Ordering;

public class NodeScoresTests
{
    [Fact]
    public void A_score_shows_its_parts()
    {
        Topology topology = Of(
            [Node(0, NodeKind.Dram, 0, cpus: true), Node(1, NodeKind.Dram, 0), Node(2, NodeKind.Cxl, 1)],
            [10, 20, 30, 21, 10, 30, 31, 30, 10]);
        NodeScores scores = NodeScores.Of(topology, NodeSet.UpTo(3));

        // 0 and 1 are each the first of a group in two lists, 2 heads the second group of the lists of 0 and 1.
        Assert.Equal(new NodeScore(0, Distance: 31, LowerIdPenalty: 1, CpuPenalty: 1, Load: 2), scores.Of(2, 0));
        Assert.Equal(33, scores.Of(2, 0).Value);
        Assert.Equal([1, 0], scores.Ranked(2, NodeSet.UpTo(3)).Select(score => score.Node));
    }

    [Fact]
    public void The_load_decides_only_between_equal_scores_and_the_id_only_between_equal_loads()
    {
        NodeScore one = new(1, 20, 0, 0, 5);
        Assert.True(one.CompareTo(new NodeScore(0, 20, 1, 0, 0)) < 0);
        Assert.True(one.CompareTo(new NodeScore(0, 20, 0, 1, 0)) < 0);
        Assert.True(one.CompareTo(new NodeScore(9, 20, 0, 0, 4)) > 0);
        Assert.True(one.CompareTo(new NodeScore(2, 20, 0, 0, 5)) < 0);
    }

    [Fact]
    public void Nodes_that_are_not_byte_addressable_have_no_load_and_give_none()
    {
        Node[] memory = [Node(0, NodeKind.Dram, 0, cpus: true), Node(1, NodeKind.Cxl, 1)];
        Topology with = WithDefaultDistances([.. memory, Node(2, NodeKind.File, 2)]);
        NodeLoads loads = NodeLoads.Build(OrderInput.Of(with, NodeSet.UpTo(3)));
        NodeLoads without = NodeLoads.Build(OrderInput.Of(WithDefaultDistances(memory), NodeSet.UpTo(2)));
        Assert.Equal([without[0], without[1], 0], [loads[0], loads[1], loads[2]]);
        Assert.Empty(loads.FallbackList(2));
        Assert.Equal([0, 1], loads.FallbackList(0));
    }

    [Fact]
    public void Loads_start_anew_for_each_set_of_nodes_on_line()
    {
        Topology topology = WithDefaultDistances(Node(0, NodeKind.Dram, 0), Node(1, NodeKind.Dram, 0), Node(2, NodeKind.Dram, 0));
        NodeLoads loads = NodeLoads.Build(OrderInput.Of(topology, Sets.Of(0, 2)));
        Assert.Equal([1, 0, 1], [loads[0], loads[1], loads[2]]);
        Assert.Equal([0, 2], loads.FallbackList(0));
        Assert.Empty(loads.FallbackList(1));
    }

    [Fact]
    public void A_set_of_nodes_is_walked_in_id_order_to_its_last_bit()
    {
        Assert.Equal([0, 1, 31, 32, 62, 63], Sets.Of(63, 32, 1, 0, 31, 62).Ids());
        Assert.Equal(Enumerable.Range(0, 64), NodeSet.UpTo(64).Ids());
        Assert.Empty(NodeSet.UpTo(0).Ids());
    }
}
