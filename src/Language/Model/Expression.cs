using TierPolicy.Language.Text;

namespace TierPolicy.Language.Model;

/// <summary>A checked condition. Constants are folded: literals stand in canonical units.</summary>
public abstract record Expression(ValueType Type);

/// <summary>
/// A constant: nanoseconds for a duration, bytes for a size, millionths for a percentage, 0 or 1 for a bool,
/// the number of a <see cref="PageKind"/>, a domain's id (0 is none), or an integer.
/// </summary>
public sealed record ConstantExpression(ValueType Type, long Value) : Expression(Type);

/// <summary>One of the names of the language.</summary>
public sealed record FactExpression(ValueType Type, Fact Fact) : Expression(Type);

/// <summary>A C# predicate, by its name as written.</summary>
public sealed record PredicateExpression(string Method, SourceLocation Location) : Expression(ValueType.Bool);

public sealed record NotExpression(Expression Operand) : Expression(ValueType.Bool);

/// <summary>
/// <c>and</c>, <c>or</c>, a comparison, or arithmetic. Arithmetic left in a checked condition has a fact among its operands
/// and is <c>+</c> or <c>-</c>.
/// </summary>
public sealed record BinaryExpression(ValueType Type, BinaryOperator Operator, Expression Left, Expression Right) : Expression(Type);

public enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
}

public enum ValueType
{
    Bool,
    Integer,
    Duration,
    Size,
    Percent,
    PageKind,
    Domain,
}

/// <summary>What a condition can ask.</summary>
public enum Fact
{
    PageIdle,
    PageAge,
    PageAccesses,
    PageDirty,
    PageKind,
    PageDomain,
    PageTag,
    SourceFree,
    TargetFree,
}

public enum PageKind
{
    Anon,
    File,
}
