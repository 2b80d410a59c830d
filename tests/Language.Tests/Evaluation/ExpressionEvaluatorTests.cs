using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Tests.Ordering;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Tests.Evaluation;

public class ExpressionEvaluatorTests
{
    private static readonly Expression True = new ConstantExpression(ValueType.Bool, 1);
    private static readonly Expression False = new ConstantExpression(ValueType.Bool, 0);
    private static readonly PageFacts Nothing = new() { Node = 0 };

    [Theory]
    [InlineData(BinaryOperator.Equal, false, true, false)]
    [InlineData(BinaryOperator.NotEqual, true, false, true)]
    [InlineData(BinaryOperator.Less, true, false, false)]
    [InlineData(BinaryOperator.LessOrEqual, true, true, false)]
    [InlineData(BinaryOperator.Greater, false, false, true)]
    [InlineData(BinaryOperator.GreaterOrEqual, false, true, true)]
    public void Comparisons_compare(BinaryOperator comparison, bool below, bool equal, bool above)
    {
        Expression condition = Policies.Is(comparison, ValueType.Integer, Fact.PageAccesses, 5);
        Assert.Equal([below, equal, above], new[] { 4, 5, 6 }.Select(accesses => Holds(condition, Nothing with { Accesses = accesses })));
    }

    [Fact]
    public void And_or_and_not_have_their_truth_tables()
    {
        foreach ((Expression left, Expression right) in new[] { (False, False), (False, True), (True, False), (True, True) })
        {
            Assert.Equal(left == True && right == True, Holds(Binary(BinaryOperator.And, left, right)));
            Assert.Equal(left == True || right == True, Holds(Binary(BinaryOperator.Or, left, right)));
        }

        Assert.False(Holds(new NotExpression(True)));
        Assert.True(Holds(new NotExpression(False)));
    }

    [Fact]
    public void No_condition_holds_always() => Assert.True(Holds(null));

    [Fact]
    public void Each_name_reads_its_fact()
    {
        PageFacts facts = new()
        {
            Node = 0,
            IdleNanoseconds = 1,
            AgeNanoseconds = 2,
            Accesses = 3,
            IsDirty = true,
            Kind = PageKind.File,
            Domain = 4,
            Tag = 5,
            SourceFree = 6,
            TargetFree = 7,
        };
        Dictionary<Fact, long> expected = new()
        {
            [Fact.PageIdle] = 1,
            [Fact.PageAge] = 2,
            [Fact.PageAccesses] = 3,
            [Fact.PageDirty] = 1,
            [Fact.PageKind] = (long)PageKind.File,
            [Fact.PageDomain] = 4,
            [Fact.PageTag] = 5,
            [Fact.SourceFree] = 6,
            [Fact.TargetFree] = 8, // that of the rule's targets, which the caller knows
        };
        Assert.All(Enum.GetValues<Fact>(), fact =>
            Assert.Equal(expected[fact], ExpressionEvaluator.Evaluate(new FactExpression(ValueType.Integer, fact), facts, targetFree: 8)));
    }

    [Fact]
    public void What_is_not_said_is_false_or_0_and_the_kind_is_anon()
    {
        Assert.All(Enum.GetValues<Fact>(), fact =>
            Assert.Equal(0, ExpressionEvaluator.Evaluate(new FactExpression(ValueType.Integer, fact), Nothing, targetFree: 0)));
        Assert.Equal(0, (int)PageKind.Anon);
    }

    [Fact]
    public void A_predicate_is_false_unless_a_fact_names_it()
    {
        PredicateExpression hot = new("Some.Static.IsHot", Topologies.Nowhere);
        Assert.False(Holds(hot));
        Assert.True(Holds(hot, Nothing with { TruePredicates = new(["Other", "Some.Static.IsHot"]) }));
        Assert.False(Holds(hot, Nothing with { TruePredicates = new(["some.static.ishot"]) }));
    }

    [Fact]
    public void Sums_and_differences_may_be_negative()
    {
        Expression sourceFree = new FactExpression(ValueType.Percent, Fact.SourceFree);
        Expression targetFree = new FactExpression(ValueType.Percent, Fact.TargetFree);
        PageFacts facts = Nothing with { SourceFree = 30 };
        Assert.Equal(-70, ExpressionEvaluator.Evaluate(new BinaryExpression(ValueType.Percent, BinaryOperator.Subtract, sourceFree, targetFree), facts, 100));
        Assert.Equal(130, ExpressionEvaluator.Evaluate(new BinaryExpression(ValueType.Percent, BinaryOperator.Add, sourceFree, targetFree), facts, 100));
    }

    [Fact]
    public void Operators_nest_on_both_sides()
    {
        // (false or (true and not false)) and idle + 1 == 3
        Expression left = Binary(BinaryOperator.Or, False, Binary(BinaryOperator.And, True, new NotExpression(False)));
        Expression sum = new BinaryExpression(
            ValueType.Duration, BinaryOperator.Add, new FactExpression(ValueType.Duration, Fact.PageIdle), new ConstantExpression(ValueType.Duration, 1));
        Expression condition = Binary(BinaryOperator.And, left, Binary(BinaryOperator.Equal, sum, new ConstantExpression(ValueType.Duration, 3)));
        Assert.True(Holds(condition, Nothing with { IdleNanoseconds = 2 }));
        Assert.False(Holds(condition, Nothing with { IdleNanoseconds = 3 }));
    }

    [Fact]
    public void A_chain_as_long_as_a_file_does_not_overflow_the_stack()
    {
        Expression chain = False;
        for (int i = 0; i < 200_000; i++)
        {
            chain = Binary(BinaryOperator.Or, chain, False);
        }

        Assert.False(Holds(chain));
        Assert.True(Holds(Binary(BinaryOperator.Or, chain, True)));
    }

    private static Expression Binary(BinaryOperator operation, Expression left, Expression right) =>
        new BinaryExpression(ValueType.Bool, operation, left, right);

    private static bool Holds(Expression? condition, PageFacts? facts = null) => ExpressionEvaluator.Holds(condition, facts ?? Nothing, targetFree: 0);
}
