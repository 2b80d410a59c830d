using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Text;
using static TierPolicy.Language.Tests.Evaluation.Policies;

namespace TierPolicy.Language.Tests.Evaluation;

public class AssertEvaluatorTests
{
    [Fact]
    public void A_chain_of_preferred_targets_holds()
    {
        Assert.Null(Check(0, false, Dram0, Cxl0, Zip));
        Assert.Null(Check(0, false, Dram0, Cxl0, Zip, Ssd));
        Assert.Null(Check(0, true, Dram0, Cxl0, Zip, Ssd));
    }

    [Fact]
    public void A_terminal_node_leads_to_none() => Assert.Null(Check(0, true, Ssd));

    [Fact]
    public void A_fallback_target_is_no_step() => Found(Check(0, false, Dram0, Cxl1), Dram0, Cxl0, Zip, Ssd);

    [Fact]
    public void Where_the_chain_goes_wrong_the_path_found_goes_on_by_the_table() => Found(Check(0, false, Dram0, Cxl0, Ssd), Dram0, Cxl0, Zip, Ssd);

    [Fact]
    public void None_is_refused_where_the_path_goes_on() => Found(Check(0, true, Dram0, Cxl0), Dram0, Cxl0, Zip, Ssd);

    [Fact]
    public void A_step_past_the_last_node_is_refused() => Found(Check(0, false, Ssd, Dram0), Ssd);

    [Fact]
    public void The_set_of_nodes_on_line_counts()
    {
        Assert.Null(Check(WithoutCxl0, false, Dram0, Cxl1));
        Assert.Null(Check(WithoutBothCxl, true, Dram0, Zip, Ssd));
        Found(Check(WithoutCxl0, false, Dram0, Cxl0), Dram0, Cxl1, Zip, Ssd);
    }

    [Fact]
    public void A_node_off_line_leads_nowhere() => Found(Check(WithoutCxl0, false, Cxl0, Zip), Cxl0);

    [Fact]
    public void Any_of_several_preferred_targets_is_a_step()
    {
        Policy policy = TwoTargets();
        Assert.Null(AssertEvaluator.Check(policy, 0, [0, 1], endsInNone: true));
        Assert.Null(AssertEvaluator.Check(policy, 0, [0, 2], endsInNone: true));
    }

    [Fact]
    public void The_path_found_keeps_to_the_steps_that_hold()
    {
        // The table's own path goes by 1; the chain by 2 is right as far as it goes.
        DemotionPath? path = AssertEvaluator.Check(TwoTargets(), 0, [0, 2, 1], endsInNone: false);
        Found(path, 0, 2);
    }

    [Fact]
    public void A_cycle_in_the_table_does_not_hang()
    {
        Policy policy = With(DemotionOrder.Manual, Demote(On(Dram0), [Cxl0]), Demote(On(Cxl0), [Dram0]));
        DemotionPath? path = AssertEvaluator.Check(policy, 0, [Dram0, Ssd], endsInNone: false);
        Assert.False(path!.EndsInNone);
    }

    private static Policy TwoTargets()
    {
        Topology topology = Ordering.Topologies.WithDefaultDistances(
            Ordering.Topologies.Node(0, NodeKind.Dram, 0, cpus: true), Ordering.Topologies.Node(1, NodeKind.Cxl, 1), Ordering.Topologies.Node(2, NodeKind.Cxl, 1));
        return With() with { Topology = topology, Tables = Language.Ordering.DemotionTableBuilder.Build(topology, DemotionOrder.Tiers, default) };
    }

    private static DemotionPath? Check(int set, bool endsInNone, params int[] chain) => AssertEvaluator.Check(With(), set, chain, endsInNone);

    private static void Found(DemotionPath? path, params int[] nodes) => Assert.Equal(new DemotionPath(new EquatableArray<int>(nodes), true), path);
}
