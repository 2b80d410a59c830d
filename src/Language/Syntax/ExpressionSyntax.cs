using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A condition, or a part of one. Trees are shallow: nesting is limited, and a chain of <c>and</c> or of <c>or</c>, which may be long,
/// is balanced; so recursion over one is safe.
/// </summary>
public abstract record ExpressionSyntax : SyntaxNode
{
    /// <summary>The number of nodes from here to the deepest leaf.</summary>
    public virtual int Height => 1;
}

/// <summary>Stands where an expression was expected and none found; that has been reported.</summary>
public sealed record MissingExpressionSyntax(SourceLocation Location) : ExpressionSyntax;

public sealed record NumberExpressionSyntax(NumberSyntax Number) : ExpressionSyntax
{
    public override SourceLocation Location
    {
        get => Number.Location;
        init => Number = Number with { Location = value };
    }
}

/// <summary>
/// A name that may be dotted: <c>page.idle</c>, <c>source.free</c>, <c>anon</c>, a domain's; also <c>true</c> and <c>false</c>.
/// </summary>
public sealed record NameExpressionSyntax(NameSyntax Name) : ExpressionSyntax
{
    public override SourceLocation Location
    {
        get => Name.Location;
        init => Name = Name with { Location = value };
    }
}

/// <summary><c>Some.Static.Method(page)</c>; a method with a rule attribute in C# is one, too.</summary>
/// <param name="Argument">What stands in the parentheses; it should be <c>page</c>.</param>
public sealed record PredicateSyntax(NameSyntax Method, NameSyntax Argument, SourceLocation Location) : ExpressionSyntax
{
    /// <summary>The condition that a method of the policy's own struct is.</summary>
    public static PredicateSyntax OfMethod(NameSyntax method) => new(method, new NameSyntax("page", method.Location), method.Location);
}

public sealed record NotSyntax(ExpressionSyntax Operand, SourceLocation Location) : ExpressionSyntax
{
    public override int Height { get; } = Operand.Height + 1;
}

public sealed record ParenthesizedSyntax(ExpressionSyntax Expression, SourceLocation Location) : ExpressionSyntax
{
    public override int Height { get; } = Expression.Height + 1;
}

public sealed record BinarySyntax(
    ExpressionSyntax Left,
    BinaryOperatorSyntax Operator,
    ExpressionSyntax Right,
    SourceLocation Location) : ExpressionSyntax
{
    public override int Height { get; } = Math.Max(Left.Height, Right.Height) + 1;
}

/// <summary>The sign or word between two operands.</summary>
public readonly record struct BinaryOperatorSyntax(BinaryOperatorKind Kind, SourceLocation Location);

public enum BinaryOperatorKind
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
    Multiply,
    Divide,
}
