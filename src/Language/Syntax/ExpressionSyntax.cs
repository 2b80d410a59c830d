using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A condition, or a part of one. Trees are shallow: nesting is limited, and a chain of <c>and</c> or of <c>or</c>, which may be long,
/// is balanced; so recursion over one is safe.
/// </summary>
/// <param name="Height">The number of nodes from here to the deepest leaf.</param>
public abstract record ExpressionSyntax(SourceLocation Location, int Height) : SyntaxNode(Location);

/// <summary>Stands where an expression was expected and none found; that has been reported.</summary>
public sealed record MissingExpressionSyntax(SourceLocation Location) : ExpressionSyntax(Location, 1);

public sealed record NumberExpressionSyntax(NumberSyntax Number) : ExpressionSyntax(Number.Location, 1);

/// <summary>
/// A name that may be dotted: <c>page.idle</c>, <c>source.free</c>, <c>anon</c>, a domain's; also <c>true</c> and <c>false</c>.
/// </summary>
public sealed record NameExpressionSyntax(NameSyntax Name) : ExpressionSyntax(Name.Location, 1);

/// <summary><c>Some.Static.Method(page)</c>; a method with a rule attribute in C# is one, too.</summary>
/// <param name="Argument">What stands in the parentheses; it should be <c>page</c>.</param>
public sealed record PredicateSyntax(NameSyntax Method, NameSyntax Argument, SourceLocation Location) : ExpressionSyntax(Location, 1)
{
    /// <summary>The condition that a method of the policy's own struct is.</summary>
    public static PredicateSyntax OfMethod(NameSyntax method) => new(method, new NameSyntax("page", method.Location), method.Location);
}

public sealed record NotSyntax(ExpressionSyntax Operand, SourceLocation Location) : ExpressionSyntax(Location, Operand.Height + 1);

public sealed record ParenthesizedSyntax(ExpressionSyntax Expression, SourceLocation Location) : ExpressionSyntax(Location, Expression.Height + 1);

public sealed record BinarySyntax(
    ExpressionSyntax Left,
    BinaryOperatorSyntax Operator,
    ExpressionSyntax Right,
    SourceLocation Location) : ExpressionSyntax(Location, Math.Max(Left.Height, Right.Height) + 1);

public sealed record BinaryOperatorSyntax(BinaryOperatorKind Kind, SourceLocation Location) : SyntaxNode(Location);

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
