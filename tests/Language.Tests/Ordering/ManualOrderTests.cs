using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Text;
using static TierPolicy.Language.Tests.Ordering.Topologies;

namespace TierPolicy.Language.Tests.Ordering;

public class ManualOrderTests
{
    private static readonly Topology FiveNodes = WithDefaultDistances(
        Node(0, NodeKind.Dram, 0, cpus: true),
        Node(1, NodeKind.Cxl, 1),
        Node(2, NodeKind.Cxl, 1, hotplug: true),
        Node(3, NodeKind.Pmem, 2, hotplug: true),
        Node(4, NodeKind.File, 3));

    [Fact]
    public void The_first_target_of_the_first_rule_is_preferred_and_all_others_are_fallback()
    {
        SetOfTables tables = Build(0, Demote([0], 3, 1), Demote([0, 1], 4, 3));
        Assert.Equal(3, tables.Next(0));
        Assert.Equal([3], tables.Preferred(0).Ids());
        Assert.Equal([1, 4], tables.Fallback(0).Ids());
        Assert.Equal(4, tables.Next(1));
        Assert.Equal([3], tables.Fallback(1).Ids());
        Assert.Equal(-1, tables.Next(2));
    }

    [Fact]
    public void Only_demote_rules_count()
    {
        SetOfTables tables = Build(0, Demote([0], 3) with { Verdict = ReclaimVerdict.Keep }, Demote([0], 1));
        Assert.Equal(1, tables.Next(0));
        Assert.True(tables.Fallback(0).IsEmpty);
    }

    [Fact]
    public void Targets_off_line_are_skipped_even_past_the_first_rule()
    {
        // Set 1 has node 2 off line, set 3 nodes 2 and 3.
        ReclaimRule[] rules = [Demote([0], 2, 3), Demote([0], 4)];
        Assert.Equal(3, Build(1, rules).Next(0));
        Assert.Equal([4], Build(1, rules).Fallback(0).Ids());
        Assert.Equal(4, Build(3, rules).Next(0));
        Assert.True(Build(3, rules).Fallback(0).IsEmpty);
    }

    [Fact]
    public void A_node_is_never_its_own_target() => Assert.Equal(1, Build(0, Demote([0], 0, 1)).Next(0));

    private static SetOfTables Build(int set, params ReclaimRule[] rules) => new(
        DemotionTableBuilder.Build(FiveNodes, DemotionOrder.Manual, rules.ToEquatableArray()), FiveNodes, rules.ToEquatableArray(), set);
}
