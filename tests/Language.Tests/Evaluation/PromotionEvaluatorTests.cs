using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using static TierPolicy.Language.Tests.Evaluation.Policies;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Tests.Evaluation;

public class PromotionEvaluatorTests
{
    private static readonly ulong Fast = On(Dram0, Dram1);
    private static readonly ulong Slow = On(Cxl0, Cxl1);

    [Fact]
    public void The_target_is_the_best_by_score_among_those_named()
    {
        Policy policy = With().And(Promote(Slow, Fast));
        Assert.Equal(new PromotionVerdict(0, Dram0), PromotionEvaluator.Evaluate(policy, PageOn(Cxl0)));
        Assert.Equal(new PromotionVerdict(0, Dram1), PromotionEvaluator.Evaluate(policy, PageOn(Cxl1)));
    }

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        Expression twice = Is(BinaryOperator.GreaterOrEqual, ValueType.Integer, Fact.PageAccesses, 2);
        Policy policy = With().And(Promote(On(Dram0), Fast), Promote(Slow, On(Dram1), twice), Promote(Slow, Fast));
        Assert.Equal(new PromotionVerdict(1, Dram1), PromotionEvaluator.Evaluate(policy, PageOn(Cxl0) with { Accesses = 2 }));
        Assert.Equal(new PromotionVerdict(2, Dram0), PromotionEvaluator.Evaluate(policy, PageOn(Cxl0) with { Accesses = 1 }));
    }

    [Fact]
    public void Without_a_match_the_page_stays()
    {
        Policy policy = With().And(Promote(Slow, Fast, Tag(1)));
        Assert.Equal(PromotionVerdict.Stay, PromotionEvaluator.Evaluate(policy, PageOn(Cxl0)));
        Assert.Equal(PromotionVerdict.Stay, PromotionEvaluator.Evaluate(With(), PageOn(Cxl0)));
    }

    [Fact]
    public void On_a_node_that_is_not_byte_addressable_no_rule_applies() =>
        Assert.Equal(PromotionVerdict.Stay, PromotionEvaluator.Evaluate(With().And(Promote(Anywhere, Fast)), PageOn(Ssd)));

    [Fact]
    public void The_domain_bounds_the_target_and_a_rule_without_one_still_decides()
    {
        Policy policy = With().And(Promote(Slow, Fast), Promote(Slow, On(Cxl1)));
        PageFacts page = PageOn(Cxl0) with { Domain = 1 };
        Assert.Equal(new PromotionVerdict(0, Dram1), PromotionEvaluator.Evaluate(policy.AndDomain(On(Dram1, Cxl0)), page));
        Assert.Equal(new PromotionVerdict(0, -1), PromotionEvaluator.Evaluate(policy.AndDomain(Slow), page));
    }

    [Fact]
    public void A_domain_whose_demotion_is_off_is_promoted_all_the_same() =>
        Assert.Equal(
            new PromotionVerdict(0, Dram0),
            PromotionEvaluator.Evaluate(
                With().And(Promote(Slow, Fast)).AndDomain(Anywhere, DomainDemotion.Off), PageOn(Cxl0) with { Domain = 1 }));

    [Fact]
    public void A_target_off_line_is_passed_over()
    {
        Policy policy = With().And(Promote(On(Cxl1), On(Cxl0, Dram0)));
        Assert.Equal(Cxl0, PromotionEvaluator.Evaluate(policy with { PromoteRules = new([Promote(On(Cxl1), On(Cxl0, Ssd))]) }, PageOn(Cxl1)).Target);
        Assert.Equal(Dram0, PromotionEvaluator.Evaluate(policy, PageOn(Cxl1), WithoutCxl0).Target);
    }

    [Fact]
    public void Target_free_is_that_of_the_target()
    {
        Expression room = Is(BinaryOperator.Greater, ValueType.Percent, Fact.TargetFree, 50_000);
        Policy policy = With().And(Promote(Slow, Fast, room));
        Assert.Equal(0, PromotionEvaluator.Evaluate(policy, PageOn(Cxl0)).Rule);
        Assert.Equal(-1, PromotionEvaluator.Evaluate(policy, PageOn(Cxl0) with { TargetFree = 50_000 }).Rule);
        Assert.Equal(-1, PromotionEvaluator.Evaluate(policy.AndDomain(Slow), PageOn(Cxl0) with { Domain = 1 }).Rule);
    }
}
