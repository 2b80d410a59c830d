using TierPolicy.Language.Model;

namespace TierPolicy.Generator.Emission;

/// <summary>
/// Takes out of a condition what is decided already, since the C# compiler warns of it: code that cannot be reached, and a fact
/// compared with a constant that its C# type cannot hold.
/// </summary>
internal static class ConditionSimplifier
{
    private static readonly ConstantExpression True = new(Language.Model.ValueType.Bool, 1);
    private static readonly ConstantExpression False = new(Language.Model.ValueType.Bool, 0);

    public static Expression Simplify(Expression expression)
    {
        switch (expression)
        {
            case NotExpression not:
                Expression operand = Simplify(not.Operand);
                return operand is ConstantExpression known ? Constant(known.Value == 0) : ReferenceEquals(operand, not.Operand) ? not : not with { Operand = operand };

            case BinaryExpression binary:
                Expression left = Simplify(binary.Left);
                Expression right = Simplify(binary.Right);
                bool isSame = ReferenceEquals(left, binary.Left) && ReferenceEquals(right, binary.Right);
                return Simplify(isSame ? binary : binary with { Left = left, Right = right });

            default:
                return expression;
        }
    }

    private static Expression Simplify(BinaryExpression binary) => (binary.Operator, binary.Left, binary.Right) switch
    {
        (BinaryOperator.And, ConstantExpression left, _) => left.Value == 0 ? False : binary.Right,
        (BinaryOperator.And, _, ConstantExpression right) => right.Value == 0 ? False : binary.Left,
        (BinaryOperator.Or, ConstantExpression left, _) => left.Value == 0 ? binary.Right : True,
        (BinaryOperator.Or, _, ConstantExpression right) => right.Value == 0 ? binary.Left : True,
        (BinaryOperator.Add or BinaryOperator.Subtract, _, _) => binary,
        (_, ConstantExpression left, ConstantExpression right) => Constant(Compare(binary.Operator, left.Value.CompareTo(right.Value))),
        (_, FactExpression left, ConstantExpression right) when OutOfRange(left.Fact, right.Value) is not 0 and int side => Constant(Compare(binary.Operator, side)),
        (_, ConstantExpression left, FactExpression right) when OutOfRange(right.Fact, left.Value) is not 0 and int side => Constant(Compare(binary.Operator, -side)),
        _ => binary,
    };

    /// <summary>How every value of the fact compares with the constant where that lies outside the fact's C# type: -1, 1, or 0 where it does not.</summary>
    private static int OutOfRange(Fact fact, long constant)
    {
        (long least, long most) = fact switch
        {
            Fact.PageTag => (byte.MinValue, byte.MaxValue),
            Fact.PageAccesses or Fact.PageDomain => (int.MinValue, int.MaxValue),
            Fact.PageKind => (0, 1),
            _ => (long.MinValue, long.MaxValue),
        };

        return constant > most ? -1 : constant < least ? 1 : 0;
    }

    private static bool Compare(BinaryOperator comparison, int order) => comparison switch
    {
        BinaryOperator.Equal => order == 0,
        BinaryOperator.NotEqual => order != 0,
        BinaryOperator.Less => order < 0,
        BinaryOperator.LessOrEqual => order <= 0,
        BinaryOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static ConstantExpression Constant(bool value) => value ? True : False;
}
