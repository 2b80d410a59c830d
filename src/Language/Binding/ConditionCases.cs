using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Takes conditions apart into cases: by intervals a name, predicates taken as free. Comparisons of two names are taken as free, too, so
/// that what comes out may hold more pages than the condition, never fewer.
/// </summary>
/// <param name="most">How many steps may be taken; past them, better silent than slow.</param>
internal sealed class ConditionCases(int most)
{
    private const int MostCases = 1000;

    private int _left = most;

    /// <summary>How many steps may still be taken.</summary>
    public int Left => Math.Max(0, _left);

    /// <summary>Cases are missing: what seems to be impossible may not be.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>Counts other work against the same limit.</summary>
    public void Spend(int steps) => _left = Math.Max(-1, _left - steps);

    /// <summary>
    /// Whether some page of the boxes is left over by all of these rules; null where that is not decided, for there are too many cases. One is
    /// enough, so that a case is followed to the end before another is looked at.
    /// </summary>
    public bool? CanPass(IEnumerable<FactBox> boxes, ArraySegment<RuleInChain> rules, CancellationToken cancellation)
    {
        if (rules.Any(rule => rule.When is null))
        {
            return false;
        }

        Stack<(FactBox Box, int Rule)> left = new(boxes.Select(box => (box, 0)));
        int cases = left.Count;
        while (left.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            (FactBox box, int rule) = left.Pop();
            if (rule == rules.Count)
            {
                return true;
            }

            int before = left.Count;
            foreach (FactBox part in Pass(box, rules.Array![rules.Offset + rule]))
            {
                left.Push((part, rule + 1));
            }

            cases += Math.Max(0, left.Count - before - 1);
            if (cases > MostCases || IsExhausted)
            {
                return null;
            }
        }

        return false;
    }

    /// <summary>The pages of a box that the rule leaves to the next one.</summary>
    private IEnumerable<FactBox> Pass(FactBox box, RuleInChain rule) => Split(box, rule, holds: false);

    /// <summary>The pages of a box that the rule takes.</summary>
    public IEnumerable<FactBox> Take(FactBox box, RuleInChain rule) => Split(box, rule, holds: true);

    private IEnumerable<FactBox> Split(FactBox box, RuleInChain rule, bool holds)
    {
        if (rule.When is null)
        {
            return holds ? [box] : [];
        }

        Spend(1);

        // What is known of target.free from a rule with other targets says nothing here, and the other way round.
        FactBox seen = rule.HasOwnTargets ? box.Without(Fact.TargetFree) : box;

        // Most rules have nothing to do with most boxes: then there is nothing to take apart.
        if (!Meets(seen, rule.When, holds: true))
        {
            return holds ? [] : [box];
        }

        IEnumerable<FactBox> parts = Part(seen, rule.When, holds);
        return rule.HasOwnTargets ? parts.Select(part => part.With(Fact.TargetFree, box)) : parts;
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

    /// <summary>
    /// Whether the condition may hold, or not hold, somewhere in the box, each of its parts looked at alone. False is certain; true is so where
    /// the condition asks for every name once.
    /// </summary>
    public static bool Meets(FactBox box, Expression condition, bool holds) => condition switch
    {
        ConstantExpression constant => (constant.Value != 0) == holds,
        NotExpression not => Meets(box, not.Operand, !holds),
        PredicateExpression => true,
        FactExpression fact => box.Meets(fact.Fact, BinaryOperator.Equal, holds ? 1 : 0),
        BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic => (logic.Operator == BinaryOperator.And) == holds
            ? Meets(box, logic.Left, holds) && Meets(box, logic.Right, holds)
            : Meets(box, logic.Left, holds) || Meets(box, logic.Right, holds),
        BinaryExpression { Left: FactExpression fact, Right: ConstantExpression constant } comparison =>
            box.Meets(fact.Fact, holds ? comparison.Operator : Opposite(comparison.Operator), constant.Value),
        BinaryExpression { Left: ConstantExpression constant, Right: FactExpression fact } comparison =>
            box.Meets(fact.Fact, holds ? Turned(comparison.Operator) : Opposite(Turned(comparison.Operator)), constant.Value),
        _ => true,
    };

    /// <summary>Whether the condition compares every name at most once, and with constants.</summary>
    public static bool AsksOnce(Expression condition)
    {
        int asked = 0;
        return AsksOnce(condition, ref asked);
    }

    private static bool AsksOnce(Expression condition, ref int asked)
    {
        switch (condition)
        {
            case ConstantExpression:
                return true;
            case NotExpression not:
                return AsksOnce(not.Operand, ref asked);
            case FactExpression fact:
                return Ask((int)fact.Fact, ref asked);
            case PredicateExpression:
                // Two may be one.
                return Ask(31, ref asked);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return AsksOnce(logic.Left, ref asked) && AsksOnce(logic.Right, ref asked);
            case BinaryExpression { Left: FactExpression fact, Right: ConstantExpression }:
                return Ask((int)fact.Fact, ref asked);
            case BinaryExpression { Left: ConstantExpression, Right: FactExpression fact }:
                return Ask((int)fact.Fact, ref asked);
            default:
                return false;
        }

        static bool Ask(int name, ref int asked)
        {
            bool isFirst = (asked & (1 << name)) == 0;
            asked |= 1 << name;
            return isFirst;
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
