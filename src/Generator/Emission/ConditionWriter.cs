using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>Writes a condition as C#. What it means to C# is what the evaluator in the language makes of it.</summary>
internal sealed class ConditionWriter(string targetFree, SourceLocation rule)
{
    /// <summary>Whether the condition asks for <c>target.free</c>.</summary>
    public bool UsesTargetFree { get; private set; }

    /// <summary>The directive that maps the next line to where it was written; null where the path cannot stand in one.</summary>
    public static string? LineDirective(SourceLocation location) => CSharpText.FitsDirective(location.Path)
        ? $"#line {CSharpText.Integer(location.Line + 1)} \"{location.Path}\""
        : null;

    /// <param name="expression">The condition, simplified.</param>
    /// <param name="least">How tightly what stands next to it binds: what binds less gets parentheses.</param>
    public string Write(Expression expression, Precedence least) => expression switch
    {
        ConstantExpression constant => Write(constant),
        FactExpression fact => Write(fact.Fact),
        PredicateExpression predicate => Write(predicate),
        NotExpression not => $"!{Write(not.Operand, Precedence.Unary)}",
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum =>
            $"unchecked({WriteLong(sum.Left)} {SymbolOf(sum.Operator)} {WriteLong(sum.Right)})",
        BinaryExpression binary => PrecedenceOf(binary.Operator) < least ? $"({Write(binary)})" : Write(binary),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private string Write(BinaryExpression binary)
    {
        // Comparisons do not chain. A long chain of "and" or "or" is balanced, and stays so: parentheses keep it from
        // becoming a tree that is as deep as the chain is long.
        Precedence own = PrecedenceOf(binary.Operator);
        bool chains = own is Precedence.Or or Precedence.And;
        Precedence left = chains ? own : own + 1;
        Precedence right = chains && Depth(binary.Right) <= ShallowDepth ? own : own + 1;
        return $"{Write(binary.Left, left)} {SymbolOf(binary.Operator)} {Write(binary.Right, right)}";
    }

    private const int ShallowDepth = 4;

    private static int Depth(Expression expression) => expression switch
    {
        NotExpression not => Depth(not.Operand) + 1,
        BinaryExpression binary => Math.Max(Depth(binary.Left), Depth(binary.Right)) + 1,
        _ => 0,
    };

    private static Precedence PrecedenceOf(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Or => Precedence.Or,
        BinaryOperator.And => Precedence.And,
        BinaryOperator.Equal or BinaryOperator.NotEqual => Precedence.Equality,
        _ => Precedence.Relational,
    };

    private static string Write(ConstantExpression constant) => constant.Type switch
    {
        Language.Model.ValueType.Bool => constant.Value == 0 ? "false" : "true",
        Language.Model.ValueType.PageKind => $"global::TierPolicy.PageKind.{(PageKind)constant.Value}",
        _ => CSharpText.Integer(constant.Value) + (constant.Value is < int.MinValue or > int.MaxValue ? "L" : ""),
    };

    private string Write(Fact fact)
    {
        switch (fact)
        {
            case Fact.PageIdle: return "page.IdleNanoseconds";
            case Fact.PageAge: return "page.AgeNanoseconds";
            case Fact.PageAccesses: return "page.Accesses";
            case Fact.PageDirty: return "page.IsDirty";
            case Fact.PageKind: return "page.Kind";
            case Fact.PageDomain: return "page.Domain";
            case Fact.PageTag: return "page.Tag";
            case Fact.SourceFree: return "context.SourceFree";
            case Fact.TargetFree:
                UsesTargetFree = true;
                return targetFree;
            default: throw new ArgumentOutOfRangeException(nameof(fact));
        }
    }

    /// <summary>A predicate is a call as written, and C# finds the method. On another line than its rule it gets that line's number.</summary>
    private string Write(PredicateExpression predicate)
    {
        string call = $"{CSharpText.QualifiedName(predicate.Method)}(in page)";
        bool onOtherLine = predicate.Location.Line != rule.Line && predicate.Location.Path == rule.Path;
        return onOtherLine && LineDirective(predicate.Location) is string directive ? $"\n{directive}\n{call}" : call;
    }

    /// <summary>An operand of arithmetic, all of which is done in 64 bits.</summary>
    private string WriteLong(Expression operand) => operand switch
    {
        ConstantExpression constant => constant.Value < 0 ? $"({CSharpText.Integer(constant.Value)}L)" : CSharpText.Integer(constant.Value) + "L",
        FactExpression { Fact: Fact.PageAccesses or Fact.PageTag or Fact.PageDomain } fact => $"(long){Write(fact.Fact)}",
        _ => Write(operand, Precedence.Unary),
    };

    private static string SymbolOf(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Or => "||",
        BinaryOperator.And => "&&",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        _ => throw new ArgumentOutOfRangeException(nameof(@operator)),
    };
}

/// <summary>How tightly the operators of C# bind that a condition needs.</summary>
internal enum Precedence
{
    Any,
    Or,
    And,
    Equality,
    Relational,
    Unary,
}
