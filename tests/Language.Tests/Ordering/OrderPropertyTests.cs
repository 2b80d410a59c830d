using CsCheck;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>What holds of every topology, in every set of nodes on line.</summary>
public class OrderPropertyTests
{
    private const int Iterations = 500;

    public static TheoryData<DemotionOrder> Orders => [DemotionOrder.Tiers, DemotionOrder.Nearest, DemotionOrder.Exclusive, DemotionOrder.Manual];

    public static TheoryData<DemotionOrder> OrdersByScore => [DemotionOrder.Tiers, DemotionOrder.Nearest, DemotionOrder.Exclusive];

    [Theory, MemberData(nameof(Orders))]
    public void Following_any_preferred_or_fallback_target_never_cycles(DemotionOrder order) => ForEachSet(order, set =>
    {
        int[] color = new int[set.Nodes];
        for (int node = 0; node < set.Nodes; node++)
        {
            Assert.False(ReachesItself(node, set, color), "a cycle");
        }
    });

    [Theory, MemberData(nameof(Orders))]
    public void Following_the_next_target_ends_within_one_step_less_than_there_are_nodes(DemotionOrder order) => ForEachSet(order, set =>
    {
        for (int start = 0; start < set.Nodes; start++)
        {
            int steps = 0;
            for (int node = set.Next(start); node >= 0; node = set.Next(node))
            {
                steps++;
            }

            Assert.InRange(steps, 0, set.Nodes - 1);
        }
    });

    [Theory, MemberData(nameof(Orders))]
    public void No_node_that_is_off_line_occurs(DemotionOrder order) => ForEachSet(order, set =>
    {
        for (int node = 0; node < set.Nodes; node++)
        {
            Assert.True(set.Targets(node).Without(set.Online).IsEmpty);
            Assert.True(Sets.Of(set.ByScore(node)).Without(set.Online).IsEmpty);
            Assert.True(Sets.Of(set.AllocationOrder(node)).Without(set.Online).IsEmpty);
            if (!set.Online.Contains(node))
            {
                Assert.Equal(-1, set.Next(node));
                Assert.True(set.Targets(node).IsEmpty);
                Assert.Empty(set.ByScore(node));
                Assert.Empty(set.AllocationOrder(node));
            }
        }
    });

    [Theory, MemberData(nameof(Orders))]
    public void The_next_target_is_preferred_and_missing_only_where_none_is(DemotionOrder order) => ForEachSet(order, set =>
    {
        for (int node = 0; node < set.Nodes; node++)
        {
            Assert.Equal(set.Preferred(node).IsEmpty, set.Next(node) < 0);
            Assert.True(set.Next(node) < 0 || set.Preferred(node).Contains(set.Next(node)));
            Assert.False(set.Targets(node).Contains(node));
        }
    });

    [Theory, MemberData(nameof(OrdersByScore))]
    public void The_next_target_is_the_first_preferred_one_by_score(DemotionOrder order) => ForEachSet(order, set =>
    {
        for (int node = 0; node < set.Nodes; node++)
        {
            Assert.Equal(set.Next(node), set.ByScore(node).Append(-1).First(other => other < 0 || set.Preferred(node).Contains(other)));
        }
    });

    [Theory, MemberData(nameof(OrdersByScore))]
    public void A_node_that_is_not_byte_addressable_never_has_a_byte_addressable_target(DemotionOrder order) => ForEachSet(order, set =>
    {
        for (int node = 0; node < set.Nodes; node++)
        {
            Assert.True(set.InPlace.Contains(node) || (set.Targets(node) & set.InPlace).IsEmpty);
        }
    });

    [Theory]
    [InlineData(DemotionOrder.Exclusive)]
    [InlineData(DemotionOrder.Nearest)]
    public void Targets_are_never_shared_and_have_no_fallback(DemotionOrder order) => ForEachSet(order, set =>
    {
        NodeSet taken = NodeSet.Empty;
        for (int node = 0; node < set.Nodes; node++)
        {
            Assert.True((taken & set.Preferred(node)).IsEmpty);
            Assert.True(set.Fallback(node).IsEmpty);
            Assert.True(order == DemotionOrder.Nearest || set.Preferred(node).Ids().Length <= 1);
            taken |= set.Preferred(node);
        }
    });

    [Theory]
    [InlineData(DemotionOrder.Exclusive)]
    [InlineData(DemotionOrder.Nearest)]
    public void What_is_not_byte_addressable_is_a_target_only_once_all_reachable_memory_is(DemotionOrder order) => ForEachSet(order, set =>
    {
        NodeSet taken = NodeSet.Empty;
        for (int node = 0; node < set.Nodes; node++)
        {
            taken |= set.Preferred(node);
        }

        // Memory is used up by being a source of the first pass or a target of any.
        NodeSet unused = (set.Online & set.InPlace).Without(taken | set.WithCpus);
        Assert.True(unused.IsEmpty || taken.Without(set.InPlace).IsEmpty);
    });

    [Fact]
    public void Under_tiers_targets_are_in_lower_tiers_and_all_preferred_ones_in_the_next_at_one_distance() => ForEachSet(DemotionOrder.Tiers, set =>
    {
        foreach (int node in set.Online)
        {
            int tier = set.Topology.Nodes[node].Tier;
            int[] lower = [.. set.Online.Ids().Where(other => set.Topology.Nodes[other].Tier > tier)];
            Assert.Equal(lower, set.Fallback(node).Ids());
            Assert.Equal(lower.Length > 0, set.Next(node) >= 0);
            if (lower.Length > 0)
            {
                int next = lower.Min(other => set.Topology.Nodes[other].Tier);
                Assert.All(set.Preferred(node).Ids(), other => Assert.Equal(next, set.Topology.Nodes[other].Tier));
                Assert.Single(set.Preferred(node).Ids().Select(other => set.Topology.Distance(node, other)).Distinct());
            }
        }
    });

    [Theory, MemberData(nameof(Orders))]
    public void Each_list_holds_every_node_it_should_exactly_once(DemotionOrder order) => ForEachSet(order, set =>
    {
        foreach (int node in set.Online)
        {
            Assert.Equal(set.Online.Without(node).Ids(), set.ByScore(node).Order());
            NodeSet memory = set.InPlace.Contains(node) ? set.Online & set.InPlace : NodeSet.Empty;
            Assert.Equal(memory.Ids(), set.AllocationOrder(node).Order());
            Assert.Equal(set.InPlace.Contains(node) ? node : -1, set.AllocationOrder(node).Append(-1).First());
        }
    });

    [Theory, MemberData(nameof(Orders))]
    public void The_tables_of_a_set_are_those_of_the_topology_restricted_to_it(DemotionOrder order) => ForEachSet(order, set =>
    {
        int[] ids = set.Online.Ids();
        EquatableArray<ReclaimRule> rules = set.Rules.Select(rule => Restricted(rule, ids)).ToEquatableArray();
        DemotionTables alone = DemotionTableBuilder.Build(set.Topology.RestrictedTo(ids), order, rules);
        Assert.Equal(1, alone.Sets);
        SetOfTables expected = new(alone, set.Topology.RestrictedTo(ids), rules, 0);
        for (int i = 0; i < ids.Length; i++)
        {
            Assert.Equal(expected.Next(i) < 0 ? -1 : ids[expected.Next(i)], set.Next(ids[i]));
            Assert.Equal(expected.Preferred(i).Ids().Select(id => ids[id]), set.Preferred(ids[i]).Ids());
            Assert.Equal(expected.Fallback(i).Ids().Select(id => ids[id]), set.Fallback(ids[i]).Ids());
            Assert.Equal(expected.ByScore(i).Select(id => ids[id]), set.ByScore(ids[i]));
            Assert.Equal(expected.AllocationOrder(i).Select(id => ids[id]), set.AllocationOrder(ids[i]));
        }
    });

    private static ReclaimRule Restricted(ReclaimRule rule, int[] ids) => rule with
    {
        Sources = Sets.Of(Enumerable.Range(0, ids.Length).Where(id => new NodeSet(rule.Sources).Contains(ids[id]))).Bits,
        Targets = rule.Targets.Select(target => Array.IndexOf(ids, target)).Where(id => id >= 0).ToEquatableArray(),
    };

    /// <summary>Depth first: 1 is being visited, 2 is done.</summary>
    private static bool ReachesItself(int node, SetOfTables set, int[] color)
    {
        if (color[node] != 0)
        {
            return color[node] == 1;
        }

        color[node] = 1;
        foreach (int target in set.Targets(node))
        {
            if (ReachesItself(target, set, color))
            {
                return true;
            }
        }

        color[node] = 2;
        return false;
    }

    private static void ForEachSet(DemotionOrder order, Action<SetOfTables> check) =>
        Gen.Select(RandomTopologies.All, Gen.Int).Sample(
            (topology, seed) =>
            {
                EquatableArray<ReclaimRule> rules = order == DemotionOrder.Manual ? RulesWithoutCycle(topology, seed) : default;
                DemotionTables tables = DemotionTableBuilder.Build(topology, order, rules);
                for (int set = 0; set < tables.Sets; set++)
                {
                    check(new SetOfTables(tables, topology, rules, set));
                }
            },
            iter: Iterations);

    private static EquatableArray<ReclaimRule> RulesWithoutCycle(Topology topology, int seed)
    {
        Random random = new(seed);
        int[] ids = [.. Enumerable.Range(0, topology.Nodes.Count)];
        random.Shuffle(ids);
        List<ReclaimRule> rules = [];
        for (int i = 0; i < ids.Length * 2; i++)
        {
            // Edges only lead to the right in a random line of the nodes.
            int split = random.Next(ids.Length);
            int[] sources = [.. ids.Take(split).Where(_ => random.Next(2) == 0)];
            int[] targets = [.. ids.Skip(split).Where(_ => random.Next(2) == 0)];
            random.Shuffle(targets);
            rules.Add(Topologies.Demote(sources, targets));
        }

        Assert.Null(CycleFinder.Find(ids.Length, rules.ToEquatableArray()));
        return rules.ToEquatableArray();
    }
}
