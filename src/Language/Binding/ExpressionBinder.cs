using System.Numerics;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Gives a condition its types and folds its constants. Null stands for what is wrong and has been reported: whatever holds it is
/// null too, and not reported again.
/// </summary>
/// <param name="domains">The policy's domains by name: their ids.</param>
/// <param name="diagnostics">Where mistakes go.</param>
internal sealed class ExpressionBinder(IReadOnlyDictionary<string, int> domains, DiagnosticBag diagnostics)
{
    /// <summary>A condition. One that always holds is no condition: null, and <paramref name="isBroken"/> is false.</summary>
    public Expression? BindCondition(ExpressionSyntax? syntax, out bool isBroken)
    {
        isBroken = false;
        if (syntax is null)
        {
            return null;
        }

        Expression? condition = Bind(syntax, expected: null);
        if (condition is { Type: not ValueType.Bool })
        {
            diagnostics.Report(Descriptors.ConditionNotBool, syntax.Location, condition.Type.Describe());
            condition = null;
        }

        isBroken = condition is null;
        return condition is ConstantExpression { Value: not 0 } ? null : condition;
    }

    /// <param name="syntax">The expression.</param>
    /// <param name="expected">The type of what it is compared with: a bare name is looked for among the names of that type first.</param>
    private Expression? Bind(ExpressionSyntax syntax, ValueType? expected) => syntax switch
    {
        NumberExpressionSyntax number => BindNumber(number.Number),
        NameExpressionSyntax name => BindName(name.Name, expected),
        PredicateSyntax predicate => BindPredicate(predicate),
        ParenthesizedSyntax parenthesized => Bind(parenthesized.Expression, expected),
        NotSyntax not => BindNot(not),
        BinarySyntax { Operator.Kind: BinaryOperatorKind.Or or BinaryOperatorKind.And } logic => BindLogic(logic),
        BinarySyntax { Operator.Kind: >= BinaryOperatorKind.Add } arithmetic => BindArithmetic(arithmetic),
        BinarySyntax comparison => BindComparison(comparison),
        _ => null,
    };

    private ConstantExpression? BindNumber(NumberSyntax number)
    {
        if (ValueTypes.Of(number.Kind) is { } type)
        {
            return new ConstantExpression(type, number.Value);
        }

        if (number.Kind != NumberKind.Bad)
        {
            diagnostics.Report(
                Descriptors.WrongOperand, number.Location, "when", "plain whole numbers, durations, sizes and percentages", Quantity.Describe(number.Kind));
        }

        return null;
    }

    private Expression? BindName(NameSyntax name, ValueType? expected)
    {
        if (name.IsMissing)
        {
            return null;
        }

        if (FactName.Find(name.Text) is { } fact)
        {
            return new FactExpression(fact.Type, fact.Fact);
        }

        Expression? domain = name.Text == "none" ? new ConstantExpression(ValueType.Domain, 0)
            : domains.TryGetValue(name.Text, out int id) ? new ConstantExpression(ValueType.Domain, id)
            : null;
        Expression? other = name.Text switch
        {
            "true" => new ConstantExpression(ValueType.Bool, 1),
            "false" => new ConstantExpression(ValueType.Bool, 0),
            "anon" => new ConstantExpression(ValueType.PageKind, (long)PageKind.Anon),
            "file" => new ConstantExpression(ValueType.PageKind, (long)PageKind.File),
            _ => null,
        };

        // A domain may be called "file".
        Expression? found = expected == ValueType.Domain ? domain ?? other : other ?? domain;
        if (found is null)
        {
            ReportUnknown(name, expected);
        }

        return found;
    }

    /// <summary>Whether a bare name has a meaning of its own, wherever no domain is expected.</summary>
    internal static bool IsWord(string name) => name is "true" or "false" or "anon" or "file";

    private void ReportUnknown(NameSyntax name, ValueType? expected)
    {
        (string what, IEnumerable<string> known) = expected switch
        {
            ValueType.Domain => ("domain", domains.Keys),
            ValueType.PageKind => ("kind of page", WordTable.TextsAt(WordPlace.PageKind)),
            _ => ("name", FactName.All.Select(fact => fact.Name)),
        };
        string full = "page." + name.Text;
        if (FactName.Find(full) is not null)
        {
            diagnostics.Report(Diagnostic.Create(Descriptors.UnknownName, name.Location, what, name.Text, $"; did you mean '{full}'?") with { Replacement = full });
            return;
        }

        diagnostics.ReportUnknown(Descriptors.UnknownName, name.Location, [what, name.Text], name.Text, known, isOfLanguage: expected != ValueType.Domain);
    }

    private PredicateExpression? BindPredicate(PredicateSyntax predicate)
    {
        if (predicate.Argument.IsMissing || predicate.Method.IsMissing)
        {
            return null;
        }

        if (predicate.Argument.Text != "page")
        {
            diagnostics.Report(Diagnostic.Create(Descriptors.PredicateArgument, predicate.Argument.Location, predicate.Argument.Text) with
            {
                Replacement = "page",
            });
            return null;
        }

        return new PredicateExpression(predicate.Method.Text, predicate.Method.Location);
    }

    private Expression? BindNot(NotSyntax not) => BindBool(not.Operand, "not") switch
    {
        ConstantExpression constant => Bool(constant.Value == 0),
        { } operand => new NotExpression(operand),
        null => null,
    };

    private Expression? BindLogic(BinarySyntax logic)
    {
        bool isAnd = logic.Operator.Kind == BinaryOperatorKind.And;
        string spelling = isAnd ? "and" : "or";
        Expression? left = BindBool(logic.Left, spelling);
        Expression? right = BindBool(logic.Right, spelling);
        if (left is null || right is null)
        {
            return null;
        }

        if (left is ConstantExpression { Value: var first })
        {
            return (first != 0) == isAnd ? right : left;
        }

        if (right is ConstantExpression { Value: var second })
        {
            return (second != 0) == isAnd ? left : right;
        }

        return new BinaryExpression(ValueType.Bool, isAnd ? BinaryOperator.And : BinaryOperator.Or, left, right);
    }

    private Expression? BindBool(ExpressionSyntax syntax, string @operator)
    {
        Expression? operand = Bind(syntax, expected: null);
        if (operand is { Type: not ValueType.Bool })
        {
            diagnostics.Report(Descriptors.WrongOperand, syntax.Location, @operator, ValueType.Bool.Describe(), operand.Type.Describe());
            return null;
        }

        return operand;
    }

    private Expression? BindComparison(BinarySyntax syntax)
    {
        // The side that has a type of its own says what a bare name on the other can be.
        bool rightFirst = IsBareName(syntax.Left) && !IsBareName(syntax.Right);
        Expression? first = Bind(rightFirst ? syntax.Right : syntax.Left, expected: null);
        if (first is null)
        {
            return null;
        }

        Expression? second = Bind(rightFirst ? syntax.Left : syntax.Right, first.Type);
        (Expression? left, Expression? right) = rightFirst ? (second, first) : (first, second);
        if (left is null || right is null)
        {
            return null;
        }

        string spelling = syntax.Operator.Kind.Spell();
        if (left.Type != right.Type)
        {
            ReportMismatch(syntax, left, right);
            return null;
        }

        bool isEquality = syntax.Operator.Kind is BinaryOperatorKind.Equal or BinaryOperatorKind.NotEqual;
        if (!isEquality && !left.Type.IsQuantity())
        {
            diagnostics.Report(Descriptors.WrongOperand, syntax.Operator.Location, spelling, "plain numbers, durations, sizes and percentages", left.Type.Describe());
            return null;
        }

        if (left is ConstantExpression a && right is ConstantExpression b)
        {
            return Bool(Compare(syntax.Operator.Kind, a.Value, b.Value));
        }

        return IsInRange(left, right, syntax.Right.Location) && IsInRange(right, left, syntax.Left.Location)
            ? new BinaryExpression(ValueType.Bool, (BinaryOperator)syntax.Operator.Kind, left, right)
            : null;
    }

    private static bool IsBareName(ExpressionSyntax syntax) => syntax switch
    {
        ParenthesizedSyntax parenthesized => IsBareName(parenthesized.Expression),
        NameExpressionSyntax name => FactName.Find(name.Name.Text) is null && name.Name.Text is not ("true" or "false"),
        _ => false,
    };

    private static bool Compare(BinaryOperatorKind kind, long left, long right) => kind switch
    {
        BinaryOperatorKind.Equal => left == right,
        BinaryOperatorKind.NotEqual => left != right,
        BinaryOperatorKind.Less => left < right,
        BinaryOperatorKind.LessOrEqual => left <= right,
        BinaryOperatorKind.Greater => left > right,
        _ => left >= right,
    };

    private bool IsInRange(Expression name, Expression constant, SourceLocation location)
    {
        if (name is not FactExpression fact || constant is not ConstantExpression { Value: var value, Type: var type })
        {
            return true;
        }

        FactName known = FactName.Of(fact.Fact);
        if (!type.IsQuantity() || (value >= known.Least && value <= known.Most))
        {
            return true;
        }

        diagnostics.Report(
            Descriptors.ConstantOutOfRange,
            location,
            ValueTypes.Show(type, value),
            known.Name,
            ValueTypes.Show(type, known.Least),
            ValueTypes.Show(type, known.Most));
        return false;
    }

    private Expression? BindArithmetic(BinarySyntax syntax)
    {
        Expression? left = Bind(syntax.Left, expected: null);
        Expression? right = Bind(syntax.Right, expected: null);
        if (left is null || right is null)
        {
            return null;
        }

        BinaryOperatorKind kind = syntax.Operator.Kind;
        string spelling = kind.Spell();
        bool isSum = kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract;
        ConstantExpression? a = left as ConstantExpression;
        ConstantExpression? b = right as ConstantExpression;
        if (!isSum && (a is null || b is null))
        {
            diagnostics.Report(Descriptors.NotConstant, a is null ? syntax.Left.Location : syntax.Right.Location, spelling);
            return null;
        }

        if (ResultOf(kind, left.Type, right.Type) is not { } type)
        {
            ReportMismatch(syntax, left, right);
            return null;
        }

        if (a is null || b is null)
        {
            return new BinaryExpression(type, kind == BinaryOperatorKind.Add ? BinaryOperator.Add : BinaryOperator.Subtract, left, right);
        }

        if (kind == BinaryOperatorKind.Divide && b.Value == 0)
        {
            diagnostics.Report(Descriptors.DivisionByZero, syntax.Right.Location);
            return null;
        }

        BigInteger result = kind switch
        {
            BinaryOperatorKind.Add => (BigInteger)a.Value + b.Value,
            BinaryOperatorKind.Subtract => (BigInteger)a.Value - b.Value,
            BinaryOperatorKind.Multiply => (BigInteger)a.Value * b.Value,
            _ => (BigInteger)a.Value / b.Value, // whole, as in C#
        };
        if (result > long.MaxValue || result < long.MinValue)
        {
            diagnostics.Report(Descriptors.NumberTooLarge, syntax.Location, "the result", ValueTypes.Show(type, long.MaxValue));
            return null;
        }

        return new ConstantExpression(type, (long)result);
    }

    /// <summary>The type that arithmetic gives; null where the types do not go together.</summary>
    private static ValueType? ResultOf(BinaryOperatorKind kind, ValueType left, ValueType right)
    {
        if (!left.IsQuantity() || !right.IsQuantity())
        {
            return null;
        }

        return kind switch
        {
            BinaryOperatorKind.Multiply => left == ValueType.Integer ? right : right == ValueType.Integer ? left : null,
            BinaryOperatorKind.Divide => right == ValueType.Integer ? left : left == right ? ValueType.Integer : null,
            _ => left == right ? left : null,
        };
    }

    /// <summary>Reports at the constant where only one side is one: that is what will be mended.</summary>
    private void ReportMismatch(BinarySyntax syntax, Expression left, Expression right)
    {
        bool leftIsConstant = left is ConstantExpression;
        bool rightIsConstant = right is ConstantExpression;
        SourceLocation location = leftIsConstant == rightIsConstant ? syntax.Location : leftIsConstant ? syntax.Left.Location : syntax.Right.Location;
        diagnostics.Report(Descriptors.TypeMismatch, location, syntax.Operator.Kind.Spell(), left.Type.Describe(), right.Type.Describe());
    }

    private static ConstantExpression Bool(bool value) => new(ValueType.Bool, value ? 1 : 0);
}
