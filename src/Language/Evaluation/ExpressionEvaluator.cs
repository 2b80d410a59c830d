using TierPolicy.Language.Model;

namespace TierPolicy.Language.Evaluation;

/// <summary>Evaluates a checked condition to what the compiled hook gives: numbers in canonical units, a bool as 0 or 1.</summary>
public static class ExpressionEvaluator
{
    /// <summary>Whether a condition holds; null holds always.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="facts">What is known of the page.</param>
    /// <param name="targetFree">What <c>target.free</c> is for the rule at hand: it depends on the rule's targets.</param>
    public static bool Holds(Expression? condition, PageFacts facts, long targetFree) =>
        condition is null || Evaluate(condition, facts, targetFree) != 0;

    public static long Evaluate(Expression expression, PageFacts facts, long targetFree)
    {
        // Chains such as "a or b or c …" lean to the left and may be as long as a file: the left spine is walked, not recursed into.
        Stack<BinaryExpression> spine = new();
        Expression leftmost = expression;
        while (leftmost is BinaryExpression binary)
        {
            spine.Push(binary);
            leftmost = binary.Left;
        }

        long value = EvaluateOperand(leftmost, facts, targetFree);
        while (spine.Count > 0)
        {
            value = Apply(spine.Pop(), value, facts, targetFree);
        }

        return value;
    }

    private static long EvaluateOperand(Expression operand, PageFacts facts, long targetFree) => operand switch
    {
        ConstantExpression constant => constant.Value,
        FactExpression name => ValueOf(name.Fact, facts, targetFree),
        PredicateExpression predicate => Number(facts.TruePredicates.Contains(predicate.Method)),
        NotExpression not => Number(Evaluate(not.Operand, facts, targetFree) == 0),
        _ => throw new ArgumentOutOfRangeException(nameof(operand)),
    };

    private static long Apply(BinaryExpression binary, long left, PageFacts facts, long targetFree)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Or when left != 0:
                return 1;
            case BinaryOperator.And when left == 0:
                return 0;
        }

        long right = Evaluate(binary.Right, facts, targetFree);
        return binary.Operator switch
        {
            BinaryOperator.Or or BinaryOperator.And => right,
            BinaryOperator.Equal => Number(left == right),
            BinaryOperator.NotEqual => Number(left != right),
            BinaryOperator.Less => Number(left < right),
            BinaryOperator.LessOrEqual => Number(left <= right),
            BinaryOperator.Greater => Number(left > right),
            BinaryOperator.GreaterOrEqual => Number(left >= right),
            BinaryOperator.Add => unchecked(left + right),
            BinaryOperator.Subtract => unchecked(left - right),
            _ => throw new ArgumentOutOfRangeException(nameof(binary)),
        };
    }

    private static long ValueOf(Fact fact, PageFacts facts, long targetFree) => fact switch
    {
        Fact.PageIdle => facts.IdleNanoseconds,
        Fact.PageAge => facts.AgeNanoseconds,
        Fact.PageAccesses => facts.Accesses,
        Fact.PageDirty => Number(facts.IsDirty),
        Fact.PageKind => (long)facts.Kind,
        Fact.PageDomain => facts.Domain,
        Fact.PageTag => facts.Tag,
        Fact.SourceFree => facts.SourceFree,
        Fact.TargetFree => targetFree,
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    private static long Number(bool value) => value ? 1 : 0;
}
