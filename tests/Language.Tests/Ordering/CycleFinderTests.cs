using CsCheck;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Text;
using static TierPolicy.Language.Tests.Ordering.Topologies;

namespace TierPolicy.Language.Tests.Ordering;

public class CycleFinderTests
{
    [Fact]
    public void Rules_that_only_lead_down_have_no_cycle() =>
        Assert.Null(Find(4, Demote([0], 1, 2), Demote([1, 2], 3), Demote([0], 3)));

    [Fact]
    public void A_cycle_is_given_as_a_path_that_ends_where_it_began() =>
        Assert.Equal([0, 1, 2, 0], Find(4, Demote([0], 1), Demote([1], 3, 2), Demote([2], 0))!);

    [Fact]
    public void The_shortest_cycle_is_given() =>
        Assert.Equal([2, 3, 2], Find(4, Demote([0], 1), Demote([1], 2), Demote([2], 0, 3), Demote([3], 2))!);

    [Fact]
    public void Any_target_of_any_rule_counts_not_only_the_preferred_ones() =>
        Assert.Equal([0, 1, 0], Find(3, Demote([0], 2, 1), Demote([1], 2), Demote([1], 0))!);

    [Fact]
    public void A_node_that_is_demoted_to_itself_is_a_cycle() =>
        Assert.Equal([2, 2], Find(3, Demote([0, 1, 2], 2))!);

    [Fact]
    public void Keep_and_discard_rules_are_no_edges() =>
        Assert.Null(Find(2, Demote([0], 1), Demote([1], 0) with { Verdict = ReclaimVerdict.Keep }));

    [Fact]
    public void No_rules_have_no_cycle() => Assert.Null(CycleFinder.Find(3, default));

    [Fact]
    public void A_cycle_is_found_whenever_there_is_one_and_each_of_its_steps_is_an_edge() =>
        Gen.Select(Gen.Int[1, 8], Gen.ULong.Array[8]).Sample((nodes, masks) =>
        {
            // Two draws overlaid keep the graphs sparse enough to be free of cycles about half the time.
            int[][] edges = [.. Enumerable.Range(0, nodes).Select(node =>
                new NodeSet(masks[node] & (masks[node] >> 16) & (masks[node] >> 32) & (masks[node] >> 48) & NodeSet.UpTo(nodes).Bits).Ids())];
            IReadOnlyList<int>? cycle = Find(nodes, [.. edges.Select((targets, node) => Demote([node], targets))]);
            if (cycle is null)
            {
                Assert.True(HasTopologicalOrder(edges));
            }
            else
            {
                Assert.False(HasTopologicalOrder(edges));
                Assert.Equal(cycle[0], cycle[^1]);
                Assert.All(cycle.Zip(cycle.Skip(1)), step => Assert.Contains(step.Second, edges[step.First]));
            }
        }, iter: 5_000);

    /// <summary>Nodes without edges to nodes that are left are taken away until none is left.</summary>
    private static bool HasTopologicalOrder(int[][] edges)
    {
        HashSet<int> left = [.. Enumerable.Range(0, edges.Length)];
        while (left.RemoveWhere(node => !edges[node].Any(left.Contains)) > 0)
        {
        }

        return left.Count == 0;
    }

    private static IReadOnlyList<int>? Find(int nodes, params ReclaimRule[] rules) => CycleFinder.Find(nodes, rules.ToEquatableArray());
}
