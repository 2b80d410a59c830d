using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Takes conditions apart into cases: by intervals a name, predicates taken as free. Comparisons of two names are taken as free, too, so
/// that what comes out may hold more pages than the condition, never fewer.
/// </summary>
/// <param name="most">How many steps may be taken; past them, better silent than slow.</param>
internal sealed class ConditionCases(int most)
{
    private int _left = most;

    /// <summary>How many steps may still be taken.</summary>
    public int Left => Math.Max(0, _left);

    /// <summary>Cases are missing: what seems to be impossible may not be.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>Counts other work against the same limit.</summary>
    public void Spend(int steps) => _left = Math.Max(-1, _left - steps);

    /// <summary>The pages of a box that the rule leaves to the next one.</summary>
    public IEnumerable<FactBox> Pass(FactBox box, RuleInChain rule) => Split(box, rule, holds: false);

    /// <summary>The pages of a box that the rule takes.</summary>
    public IEnumerable<FactBox> Take(FactBox box, RuleInChain rule) => Split(box, rule, holds: true);

    private IEnumerable<FactBox> Split(FactBox box, RuleInChain rule, bool holds)
    {
        if (rule.When is null)
        {
            return holds ? [box] : [];
        }

        // What is known of target.free from a rule with other targets says nothing here, and the other way round.
        return rule.HasOwnTargets
            ? Part(box.Without(Fact.TargetFree), rule.When, holds).Select(part => part.With(Fact.TargetFree, box))
            : Part(box, rule.When, holds);
    }

    /// <summary>The part of a box in which a condition holds, or does not.</summary>
    public IEnumerable<FactBox> Part(FactBox box, Expression condition, bool holds)
    {
        Spend(1);
        if (IsExhausted)
        {
            return [];
        }

        switch (condition)
        {
            case ConstantExpression constant:
                return (constant.Value != 0) == holds ? [box] : [];
            case NotExpression not:
                return Part(box, not.Operand, !holds);
            case PredicateExpression predicate:
                return box.Where(predicate.Method, holds);
            case FactExpression fact:
                return box.Where(fact.Fact, BinaryOperator.Equal, holds ? 1 : 0);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return (logic.Operator == BinaryOperator.And) == holds
                    ? Part(box, logic.Left, holds).SelectMany(part => Part(part, logic.Right, holds))
                    : Either(box, logic, holds);
            case BinaryExpression { Left: FactExpression fact, Right: ConstantExpression constant } comparison:
                return box.Where(fact.Fact, holds ? comparison.Operator : Opposite(comparison.Operator), constant.Value);
            case BinaryExpression { Left: ConstantExpression constant, Right: FactExpression fact } comparison:
                BinaryOperator turned = Turned(comparison.Operator);
                return box.Where(fact.Fact, holds ? turned : Opposite(turned), constant.Value);
            default:
                return [box];
        }
    }

    private IEnumerable<FactBox> Either(FactBox box, BinaryExpression logic, bool holds)
    {
        FactBox[] left = [.. Part(box, logic.Left, holds)];
        if (left.Contains(box))
        {
            return left;
        }

        FactBox[] right = [.. Part(box, logic.Right, holds)];
        return right.Contains(box) ? right : [.. left, .. right];
    }

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

/// <summary>A rule as one of those that are tried one after the other.</summary>
/// <param name="Index">Its place among the policy's rules.</param>
/// <param name="When">Null: always.</param>
/// <param name="HasOwnTargets"><c>target.free</c> is not that of the gate's targets.</param>
internal sealed record RuleInChain(int Index, Expression? When, bool HasOwnTargets);
