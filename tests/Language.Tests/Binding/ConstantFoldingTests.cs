using TierPolicy.Language.Model;
using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Binding;

public class ConstantFoldingTests
{
    [Theory]
    [InlineData("2 * 3s", 6_000_000_000)]
    [InlineData("3s * 2 + 500ms", 6_500_000_000)]
    [InlineData("1min / 2 - 1s", 29_000_000_000)]
    [InlineData("10s / 3", 3_333_333_333)]
    [InlineData("1s * (1min / 1s)", 60_000_000_000)]
    [InlineData("(1s)", 1_000_000_000)]
    public void Arithmetic_on_constants_is_done_by_the_compiler(string constant, long nanoseconds)
    {
        Expression? when = When("page.idle > " + constant);
        Assert.Equal(new ConstantExpression(Model.ValueType.Duration, nanoseconds), Assert.IsType<BinaryExpression>(when).Right);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("not false")]
    [InlineData("1s < 2s")]
    [InlineData("page.dirty or true")]
    [InlineData("1GiB > 1GB and 2 != 3")]
    public void A_condition_that_always_holds_is_none(string condition) => Assert.Null(When(condition));

    [Theory]
    [InlineData("page.dirty and false")]
    [InlineData("2s < 1s")]
    public void A_condition_that_never_holds_is_false(string condition)
        => Assert.Equal(new ConstantExpression(Model.ValueType.Bool, 0), Assert.Single(Marked.Bind(Samples.InCondition(condition)).Policies[0].ReclaimRules).When);

    [Theory]
    [InlineData("page.dirty and true")]
    [InlineData("false or page.dirty")]
    [InlineData("(1s < 2s) and page.dirty")]
    public void Constants_leave_no_trace_in_a_condition(string condition)
        => Assert.Equal(new FactExpression(Model.ValueType.Bool, Fact.PageDirty), When(condition));

    [Fact]
    public void Names_may_be_added_to_and_compared_with_each_other()
        => Assert.Equal(
            new BinaryExpression(
                Model.ValueType.Bool,
                BinaryOperator.Greater,
                new BinaryExpression(
                    Model.ValueType.Percent,
                    BinaryOperator.Subtract,
                    new FactExpression(Model.ValueType.Percent, Fact.TargetFree),
                    new FactExpression(Model.ValueType.Percent, Fact.SourceFree)),
                new ConstantExpression(Model.ValueType.Percent, 50_000)),
            When("target.free - source.free > 5%"));

    [Theory]
    [InlineData("page.domain == none", 0)]
    [InlineData("Batch == page.domain", 1)]
    public void Domains_are_numbered_from_1(string condition, long id)
    {
        BinaryExpression comparison = Assert.IsType<BinaryExpression>(When(condition));
        Assert.Contains(new ConstantExpression(Model.ValueType.Domain, id), (Expression[])[comparison.Left, comparison.Right]);
    }

    private static Expression? When(string condition) => Assert.Single(Marked.BindClean(Samples.InCondition(condition)).Policies[0].ReclaimRules).When;
}
