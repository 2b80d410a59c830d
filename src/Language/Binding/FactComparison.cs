using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>A comparison of a name with a constant.</summary>
internal readonly record struct FactComparison(Fact Fact, BinaryOperator Operator, long Value)
{
    /// <summary>What has to be so for a part of a condition to hold, or not to; null where it is no comparison of a name with a constant.</summary>
    public static FactComparison? Of(Expression condition, bool holds) => condition switch
    {
        FactExpression fact => new(fact.Fact, BinaryOperator.Equal, holds ? 1 : 0),
        BinaryExpression { Left: FactExpression fact, Right: ConstantExpression constant } comparison =>
            new(fact.Fact, holds ? comparison.Operator : Opposite(comparison.Operator), constant.Value),
        BinaryExpression { Left: ConstantExpression constant, Right: FactExpression fact } comparison =>
            new(fact.Fact, holds ? Turned(comparison.Operator) : Opposite(Turned(comparison.Operator)), constant.Value),
        _ => null,
    };

    private static BinaryOperator Opposite(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        _ => BinaryOperator.Less,
    };

    private static BinaryOperator Turned(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => comparison,
    };
}
