using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Tool.Predicates;

namespace TierPolicy.Tool.Explaining;

/// <summary>Says which part of a condition made it true or false, with the value that did.</summary>
internal sealed class ConditionReason(Policy policy, PredicateAnswers predicates, long targetFree)
{
    // A chain of a thousand alternatives would all have to be named.
    private const int MostParts = 3;

    private readonly PageFacts _facts = predicates.Facts;

    public string Explain(Expression condition) => Of(condition, Holds(condition));

    private string Of(Expression condition, bool holds)
    {
        switch (condition)
        {
            case NotExpression not:
                return Of(not.Operand, !holds);
            case PredicateExpression predicate:
                return predicates.Explain(predicate.Method);
            case FactExpression fact:
                return FactText.Is(fact, _facts, targetFree, policy);
            case ConstantExpression:
                return $"it is always {(holds ? "true" : "false")}";
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return OfLogic(logic, holds);
            case BinaryExpression comparison:
                FactExpression[] names = [.. Leaves(comparison).OfType<FactExpression>().DistinctBy(name => name.Fact)];
                return names.Length == 0 ? Of(new ConstantExpression(Language.Model.ValueType.Bool, 0), holds) : Join(names.Select(name => FactText.Is(name, _facts, targetFree, policy)));
            default:
                throw new ArgumentOutOfRangeException(nameof(condition));
        }
    }

    /// <summary>A chain of <c>and</c> fails by its first part that does, one of <c>or</c> only by all; and the other way round.</summary>
    private string OfLogic(BinaryExpression logic, bool holds)
    {
        bool oneDecides = (logic.Operator == BinaryOperator.And) != holds;
        Expression[] parts = [.. Parts(logic)];
        return oneDecides
            ? Of(parts.First(part => Holds(part) == holds), holds)
            : Join(parts.Select(part => Of(part, holds)).Distinct());
    }

    private static string Join(IEnumerable<string> reasons)
    {
        string[] all = [.. reasons];
        return string.Join(" and ", all.Take(MostParts)) + (all.Length > MostParts ? " and so on" : "");
    }

    /// <summary>The operands of a chain of one operator, in order. Chains may be as long as a file, so this does not recurse.</summary>
    private static IEnumerable<Expression> Parts(BinaryExpression chain)
    {
        Stack<Expression> ahead = new([chain]);
        while (ahead.TryPop(out Expression? next))
        {
            if (next is BinaryExpression binary && binary.Operator == chain.Operator)
            {
                ahead.Push(binary.Right);
                ahead.Push(binary.Left);
            }
            else
            {
                yield return next;
            }
        }
    }

    private static IEnumerable<Expression> Leaves(Expression expression)
    {
        Stack<Expression> ahead = new([expression]);
        while (ahead.TryPop(out Expression? next))
        {
            if (next is BinaryExpression binary)
            {
                ahead.Push(binary.Right);
                ahead.Push(binary.Left);
            }
            else
            {
                yield return next;
            }
        }
    }

    private bool Holds(Expression expression) => ExpressionEvaluator.Holds(expression, _facts, targetFree);
}
