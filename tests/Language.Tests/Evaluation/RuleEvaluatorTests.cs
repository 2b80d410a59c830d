using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using static TierPolicy.Language.Tests.Evaluation.Policies;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Tests.Evaluation;

public class RuleEvaluatorTests
{
    private static readonly int[] NoneNamed = [];

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        Policy policy = With(Keep(Anywhere, Tag(1)), Discard(On(Dram0)), Demote(On(Dram0), [Cxl0]));
        Assert.Equal(new Verdict(ReclaimVerdict.Keep, 0, 0, 0), RuleEvaluator.Evaluate(policy, PageOn(Dram0) with { Tag = 1 }));
        Assert.Equal(new Verdict(ReclaimVerdict.Discard, 0, 0, 1), RuleEvaluator.Evaluate(policy, PageOn(Dram0)));
    }

    [Fact]
    public void A_rule_is_tried_on_the_nodes_it_names_only()
    {
        Policy policy = With(Keep(On(Cxl0)));
        Assert.Equal(ReclaimVerdict.Keep, RuleEvaluator.Evaluate(policy, PageOn(Cxl0)).Kind);
        Assert.Equal(-1, RuleEvaluator.Evaluate(policy, PageOn(Cxl1)).Rule);
    }

    [Fact]
    public void A_condition_that_fails_passes_the_page_on_to_the_next_rule()
    {
        Policy policy = With(Demote(On(Dram0), [Cxl0], IdleAtLeast(2)), Discard(Anywhere));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Cxl0), On(Cxl0), 0), RuleEvaluator.Evaluate(policy, PageOn(Dram0).IdleFor(2)));
        Assert.Equal(new Verdict(ReclaimVerdict.Discard, 0, 0, 1), RuleEvaluator.Evaluate(policy, PageOn(Dram0).IdleFor(1)));
    }

    [Fact]
    public void A_demote_rule_takes_the_preferred_targets_among_those_it_names()
    {
        Policy policy = With(Demote(On(Dram0), [Cxl0, Cxl1, Ssd]));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Cxl0), On(Cxl0, Cxl1, Ssd), 0), RuleEvaluator.Evaluate(policy, PageOn(Dram0)));
    }

    [Fact]
    public void All_preferred_targets_that_are_named_are_targets()
    {
        // Under nearest without the far nodes' distances differing: both are taken by the one node with CPUs.
        Topology topology = Ordering.Topologies.WithDefaultDistances(
            Ordering.Topologies.Node(0, NodeKind.Dram, 0, cpus: true), Ordering.Topologies.Node(1, NodeKind.Cxl, 1), Ordering.Topologies.Node(2, NodeKind.Cxl, 1));
        Policy policy = With(Demote(On(0), NoneNamed)) with
        {
            Topology = topology,
            Tables = Language.Ordering.DemotionTableBuilder.Build(topology, DemotionOrder.Nearest, default),
        };
        Verdict verdict = RuleEvaluator.Evaluate(policy, PageOn(0));
        Assert.Equal(On(1, 2), verdict.Targets);
        Assert.True(verdict.DemotesTo(1));
        Assert.True(verdict.DemotesTo(2));
        Assert.False(verdict.DemotesTo(0));
    }

    [Fact]
    public void A_demote_rule_that_names_no_target_allows_every_node()
    {
        Policy policy = With(Demote(On(Dram0), NoneNamed));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Cxl0), ulong.MaxValue, 0), RuleEvaluator.Evaluate(policy, PageOn(Dram0)));
    }

    [Fact]
    public void Where_no_preferred_target_is_named_the_best_fallback_by_score_is_the_only_one()
    {
        Policy policy = With(Demote(On(Dram0), [Ssd, Zip]));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Zip), On(Zip, Ssd), 0), RuleEvaluator.Evaluate(policy, PageOn(Dram0)));
    }

    [Fact]
    public void Where_nothing_named_can_be_reached_the_rule_does_not_match()
    {
        // Dram1 is in the same tier: no target of Dram0.
        Policy policy = With(Demote(On(Dram0), [Dram1]), Keep(Anywhere));
        Assert.Equal(1, RuleEvaluator.Evaluate(policy, PageOn(Dram0)).Rule);
    }

    [Theory]
    [InlineData(DemotionOrder.Exclusive)]
    [InlineData(DemotionOrder.Nearest)]
    public void Orders_without_a_fallback_set_match_on_preferred_targets_only(DemotionOrder order)
    {
        Policy policy = With(order, Demote(On(Dram0), [Ssd]), Keep(Anywhere));
        Assert.Equal(1, RuleEvaluator.Evaluate(policy, PageOn(Dram0)).Rule);
    }

    [Fact]
    public void On_a_terminal_node_a_demote_rule_never_matches()
    {
        Policy policy = With(Demote(Anywhere, NoneNamed), Keep(Anywhere));
        Assert.Equal(new Verdict(ReclaimVerdict.Keep, 0, 0, 1), RuleEvaluator.Evaluate(policy, PageOn(Ssd)));
    }

    [Fact]
    public void Targets_follow_the_set_of_nodes_on_line()
    {
        Policy policy = With(Demote(On(Dram0), [Cxl0, Cxl1, Zip]));
        Assert.Equal(On(Cxl1), RuleEvaluator.Evaluate(policy, PageOn(Dram0), WithoutCxl0).Targets);
        Assert.Equal(On(Zip), RuleEvaluator.Evaluate(policy, PageOn(Dram0), WithoutBothCxl).Targets);
    }

    [Fact]
    public void A_domain_never_leaves_its_nodes()
    {
        Policy policy = With(Demote(On(Dram0), NoneNamed), Keep(Anywhere));
        PageFacts page = PageOn(Dram0) with { Domain = 1 };
        Assert.Equal(On(Cxl0), RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0, Cxl0)), page).Targets);
        Assert.Equal(On(Cxl1), RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0, Cxl1, Ssd)), page).Targets);
        Assert.Equal(On(Ssd), RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0, Ssd)), page).Targets);
        Assert.Equal(1, RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0)), page).Rule);
        Assert.Equal(On(Cxl0), RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0)), page with { Domain = 0 }).Targets);
    }

    [Fact]
    public void Without_a_matching_rule_a_node_that_a_demote_rule_names_is_reclaimed_ordinarily()
    {
        Policy policy = With(Demote(On(Dram0), [Cxl0], IdleAtLeast(2)));
        Assert.Equal(new Verdict(ReclaimVerdict.Discard, 0, 0, -1), RuleEvaluator.Evaluate(policy, PageOn(Dram0)));
    }

    [Fact]
    public void Without_a_matching_rule_a_node_that_no_demote_rule_names_goes_to_the_gate()
    {
        Policy policy = With(Demote(On(Dram0), [Cxl0]), Keep(Anywhere, Tag(1)));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Cxl1), ulong.MaxValue, -1), RuleEvaluator.Evaluate(policy, PageOn(Dram1)));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Zip), ulong.MaxValue, -1), RuleEvaluator.Evaluate(policy, PageOn(Dram1), WithoutBothCxl));
    }

    [Fact]
    public void At_the_gate_a_domain_that_excludes_the_preferred_targets_gets_the_best_fallback()
    {
        PageFacts page = PageOn(Dram0) with { Domain = 1 };
        Assert.Equal(On(Cxl1), RuleEvaluator.Evaluate(With().AndDomain(On(Dram0, Cxl1, Zip)), page).Targets);
        Assert.Equal(ReclaimVerdict.Discard, RuleEvaluator.Evaluate(With().AndDomain(On(Dram0, Dram1)), page).Kind);
    }

    [Fact]
    public void At_the_gate_a_terminal_node_is_reclaimed_ordinarily() =>
        Assert.Equal(new Verdict(ReclaimVerdict.Discard, 0, 0, -1), RuleEvaluator.Evaluate(With(), PageOn(Ssd)));

    [Fact]
    public void Under_manual_a_rule_takes_the_first_it_names_whatever_the_score()
    {
        Policy policy = With(DemotionOrder.Manual, Demote(On(Dram0), [Zip, Cxl1], Tag(1)), Demote(On(Dram0), [Ssd, Cxl0]));
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Zip), On(Zip, Cxl1), 0), RuleEvaluator.Evaluate(policy, PageOn(Dram0) with { Tag = 1 }));

        // The table prefers Zip, but the second rule goes to its own targets.
        Assert.Equal(new Verdict(ReclaimVerdict.Demote, On(Ssd), On(Ssd, Cxl0), 1), RuleEvaluator.Evaluate(policy, PageOn(Dram0)));
    }

    [Fact]
    public void Under_manual_targets_off_line_or_outside_the_domain_are_skipped_in_the_order_named()
    {
        Policy policy = With(DemotionOrder.Manual, Demote(On(Dram0), [Cxl0, Ssd, Zip]), Keep(Anywhere));
        Assert.Equal(On(Cxl0), RuleEvaluator.Evaluate(policy, PageOn(Dram0)).Targets);
        Assert.Equal(On(Ssd), RuleEvaluator.Evaluate(policy, PageOn(Dram0), WithoutCxl0).Targets);
        PageFacts inDomain = PageOn(Dram0) with { Domain = 1 };
        Assert.Equal(On(Zip), RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0, Zip)), inDomain).Targets);
        Assert.Equal(1, RuleEvaluator.Evaluate(policy.AndDomain(On(Dram0)), inDomain).Rule);
    }

    [Fact]
    public void Under_manual_a_node_that_no_demote_rule_names_has_no_target() =>
        Assert.Equal(ReclaimVerdict.Discard, RuleEvaluator.Evaluate(With(DemotionOrder.Manual, Demote(On(Dram0), [Cxl0])), PageOn(Dram1)).Kind);

    [Fact]
    public void Expect_counts_a_domain_whose_demotion_is_off_and_the_hook_does_not()
    {
        Policy policy = With(Demote(On(Dram0), [Cxl0]), Keep(Anywhere));
        PageFacts page = PageOn(Dram0) with { Domain = 1 };
        Policy off = policy.AndDomain(Anywhere, DomainDemotion.Off);
        Assert.Equal(ReclaimVerdict.Demote, RuleEvaluator.Evaluate(off, page).Kind);
        Assert.Equal(new Verdict(ReclaimVerdict.Discard, 0, 0, 0), RuleEvaluator.Expect(off, page));
        Assert.Equal(ReclaimVerdict.Keep, RuleEvaluator.Expect(off, page with { Node = Cxl0 }).Kind);
        Assert.Equal(ReclaimVerdict.Demote, RuleEvaluator.Expect(off, page with { Domain = 0 }).Kind);
        Assert.Equal(ReclaimVerdict.Demote, RuleEvaluator.Expect(policy.AndDomain(Anywhere, DomainDemotion.Limit), page).Kind);
        Assert.Equal(ReclaimVerdict.Demote, RuleEvaluator.Expect(policy.AndDomain(Anywhere, DomainDemotion.On), page).Kind);
    }

    [Fact]
    public void Expect_counts_demotion_off_at_the_gate_too() =>
        Assert.Equal(
            ReclaimVerdict.Discard,
            RuleEvaluator.Expect(With().AndDomain(Anywhere, DomainDemotion.Off), PageOn(Dram0) with { Domain = 1 }).Kind);

    [Theory]
    [InlineData(ReclaimModes.None)]
    [InlineData(ReclaimModes.Zone | ReclaimModes.Migrate)]
    public void The_mode_bits_do_not_count(ReclaimModes modes) =>
        Assert.Equal(ReclaimVerdict.Demote, RuleEvaluator.Expect(With(Demote(On(Dram0), [Cxl0])) with { Reclaim = modes }, PageOn(Dram0)).Kind);

    [Fact]
    public void Target_free_is_room_unless_said_otherwise_and_0_where_there_is_no_target()
    {
        Expression full = Is(BinaryOperator.Less, ValueType.Percent, Fact.TargetFree, 20_000);
        Policy policy = With(Keep(Anywhere, full));
        Assert.Equal(-1, RuleEvaluator.Evaluate(policy, PageOn(Dram0)).Rule);
        Assert.Equal(0, RuleEvaluator.Evaluate(policy, PageOn(Dram0) with { TargetFree = 10_000 }).Rule);
        Assert.Equal(0, RuleEvaluator.Evaluate(policy, PageOn(Ssd)).Rule);
    }

    [Fact]
    public void Source_free_is_0_unless_said_otherwise()
    {
        Policy policy = With(Keep(Anywhere, Is(BinaryOperator.Less, ValueType.Percent, Fact.SourceFree, 20_000)));
        Assert.Equal(0, RuleEvaluator.Evaluate(policy, PageOn(Dram0)).Rule);
        Assert.Equal(-1, RuleEvaluator.Evaluate(policy, PageOn(Dram0) with { SourceFree = 500_000 }).Rule);
    }

    [Fact]
    public void Attempts_say_why_each_rule_did_not_decide()
    {
        Policy policy = With(
            Keep(On(Cxl0)), Demote(On(Dram0), [Dram1]), Demote(On(Dram0), [Cxl0], IdleAtLeast(2)), Discard(Anywhere), Keep(Anywhere));
        Assert.Equal(
            [
                new RuleAttempt(0, RuleOutcome.OtherNode, 0),
                new RuleAttempt(1, RuleOutcome.NoTarget, 0),
                new RuleAttempt(2, RuleOutcome.ConditionFails, On(Cxl0)),
                new RuleAttempt(3, RuleOutcome.Matches, 0),
            ],
            RuleEvaluator.Attempts(policy, PageOn(Dram0)));
    }

    [Fact]
    public void The_example_of_the_language_page_decides_as_it_expects()
    {
        Policy policy = With(
            Keep(Anywhere, Tag(1)),
            Demote(On(Dram0, Dram1), [Cxl0, Cxl1], IdleAtLeast(2)),
            Demote(On(Cxl0, Cxl1), [Ssd], new BinaryExpression(
                ValueType.Bool, BinaryOperator.Or, IdleAtLeast(300), Is(BinaryOperator.Less, ValueType.Percent, Fact.SourceFree, 20_000))),
            Discard(Anywhere));
        Assert.Equal(ReclaimVerdict.Keep, RuleEvaluator.Expect(policy, PageOn(Dram0).IdleFor(10) with { Tag = 1 }).Kind);
        Assert.True(RuleEvaluator.Expect(policy, PageOn(Dram0).IdleFor(3)).DemotesTo(Cxl0));
        Assert.Equal(ReclaimVerdict.Discard, RuleEvaluator.Expect(policy, PageOn(Cxl0).IdleFor(1) with { SourceFree = 500_000 }).Kind);
    }
}
