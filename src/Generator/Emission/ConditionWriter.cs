using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>Writes a condition as C#. What it means to C# is what the evaluator in the language makes of it.</summary>
/// <param name="body">Where it is written, in the middle of a line.</param>
/// <param name="targetFree">What <c>target.free</c> is.</param>
/// <param name="rule">Where the line is mapped to.</param>
internal readonly struct ConditionWriter(CodeWriter body, string targetFree, SourceLocation rule)
{
    /// <summary>Writes the directive that maps the next line to where it was written; false where the path cannot stand in one.</summary>
    public static bool TryMap(CodeWriter body, SourceLocation location)
    {
        if (!CSharpText.FitsDirective(location.Path))
        {
            return false;
        }

        body.Append("#line ");
        body.Append(CSharpText.Integer(location.Line + 1));
        body.Append(" \"");
        body.Append(location.Path);
        body.Directive("\"");
        return true;
    }

    /// <summary>Whether a condition asks for <c>target.free</c>.</summary>
    public static bool AsksForTargetFree(Expression expression) => expression switch
    {
        FactExpression fact => fact.Fact == Fact.TargetFree,
        NotExpression not => AsksForTargetFree(not.Operand),
        BinaryExpression binary => AsksForTargetFree(binary.Left) || AsksForTargetFree(binary.Right),
        _ => false,
    };

    /// <param name="expression">The condition, simplified.</param>
    /// <param name="least">How tightly what stands next to it binds: what binds less gets parentheses.</param>
    public void Write(Expression expression, Precedence least)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                body.Append(TextOf(constant));
                break;
            case FactExpression fact:
                body.Append(TextOf(fact.Fact));
                break;
            case PredicateExpression predicate:
                Write(predicate);
                break;
            case NotExpression not:
                body.Append('!');
                Write(not.Operand, Precedence.Unary);
                break;
            case BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum:
                body.Append("unchecked(");
                WriteLong(sum.Left);
                body.Append(SymbolOf(sum.Operator));
                WriteLong(sum.Right);
                body.Append(')');
                break;
            case BinaryExpression binary when PrecedenceOf(binary.Operator) < least:
                body.Append('(');
                Write(binary);
                body.Append(')');
                break;
            case BinaryExpression binary:
                Write(binary);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expression));
        }
    }

    private void Write(BinaryExpression binary)
    {
        // Comparisons do not chain. A long chain of "and" or "or" is balanced, and stays so: parentheses keep it from
        // becoming a tree that is as deep as the chain is long.
        Precedence own = PrecedenceOf(binary.Operator);
        bool chains = own is Precedence.Or or Precedence.And;
        Precedence left = chains ? own : own + 1;
        Precedence right = chains && Depth(binary.Right) <= ShallowDepth ? own : own + 1;
        Write(binary.Left, left);
        body.Append(SymbolOf(binary.Operator));
        Write(binary.Right, right);
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

    private static string TextOf(ConstantExpression constant) => constant.Type switch
    {
        Language.Model.ValueType.Bool => constant.Value == 0 ? "false" : "true",
        Language.Model.ValueType.PageKind => constant.Value == (long)PageKind.File ? "global::TierPolicy.PageKind.File" : "global::TierPolicy.PageKind.Anon",
        _ => CSharpText.Integer(constant.Value) + (constant.Value is < int.MinValue or > int.MaxValue ? "L" : ""),
    };

    private string TextOf(Fact fact) => fact switch
    {
        Fact.PageIdle => "page.IdleNanoseconds",
        Fact.PageAge => "page.AgeNanoseconds",
        Fact.PageAccesses => "page.Accesses",
        Fact.PageDirty => "page.IsDirty",
        Fact.PageKind => "page.Kind",
        Fact.PageDomain => "page.Domain",
        Fact.PageTag => "page.Tag",
        Fact.SourceFree => "context.SourceFree",
        Fact.TargetFree => targetFree,
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    /// <summary>A predicate is a call as written, and C# finds the method. On another line than its rule it gets that line's number.</summary>
    private void Write(PredicateExpression predicate)
    {
        bool isOnOtherLine = predicate.Location.Line != rule.Line && predicate.Location.Path == rule.Path;
        if (isOnOtherLine && CSharpText.FitsDirective(predicate.Location.Path))
        {
            body.TrimEnd();
            body.Append('\n');
            TryMap(body, predicate.Location);
        }

        body.Append(CSharpText.QualifiedName(predicate.Method));
        body.Append("(in page)");
    }

    /// <summary>An operand of arithmetic, all of which is done in 64 bits.</summary>
    private void WriteLong(Expression operand)
    {
        switch (operand)
        {
            case ConstantExpression constant:
                body.Append(constant.Value < 0 ? $"({CSharpText.Integer(constant.Value)}L)" : CSharpText.Integer(constant.Value) + "L");
                break;
            case FactExpression { Fact: Fact.PageAccesses or Fact.PageTag or Fact.PageDomain } fact:
                body.Append("(long)");
                body.Append(TextOf(fact.Fact));
                break;
            default:
                Write(operand, Precedence.Unary);
                break;
        }
    }

    /// <summary>The operator, with a blank before and behind it.</summary>
    private static string SymbolOf(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Or => " || ",
        BinaryOperator.And => " && ",
        BinaryOperator.Equal => " == ",
        BinaryOperator.NotEqual => " != ",
        BinaryOperator.Less => " < ",
        BinaryOperator.LessOrEqual => " <= ",
        BinaryOperator.Greater => " > ",
        BinaryOperator.GreaterOrEqual => " >= ",
        BinaryOperator.Add => " + ",
        BinaryOperator.Subtract => " - ",
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
