using TierPolicy.Generator.Emission;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Conversion;

/// <summary>Prints parts of statements in the language's one style: both forms write conditions, node lists and tests alike.</summary>
internal static class SyntaxPrinter
{
    public static string Nodes(NodesSyntax nodes) => nodes.IsAll ? "*" : string.Join(", ", nodes.Names.Select(name => name.Text));

    public static string Cpus(CpuListSyntax cpus)
        => string.Join(",", cpus.Ranges.Select(range => range.First.Value == range.Last.Value ? range.First.Text : $"{range.First.Text}-{range.Last.Text}"));

    public static string Value(ValueSyntax value) => value switch
    {
        NumberSyntax number => number.Text,
        StringSyntax text => CSharpText.Literal(text.Value),
        WordSyntax word => word.Name.Text,
        CpuListSyntax cpus => Cpus(cpus),
        NodesValueSyntax nodes => Nodes(nodes.Nodes),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    /// <summary><c>KEYWORD VALUE;</c></summary>
    public static string Clause(ClauseSyntax clause) => clause.Value is { } value ? $"{clause.Keyword.Text} {Value(value)};" : $"{clause.Keyword.Text};";

    /// <summary><c>{ CLAUSE; … }</c></summary>
    public static string Block(EquatableArray<ClauseSyntax> clauses) => Block(clauses.Select(Clause));

    /// <summary>What stands between <c>assert</c> and its semicolon.</summary>
    public static string Assertion(AssertSyntax assertion)
    {
        string offline = assertion.Offline is { } nodes ? $"offline({Nodes(nodes)}): " : "";
        return offline + string.Join(" -> ", assertion.Steps.Select(step => step.Text));
    }

    /// <summary>What stands between <c>expect</c> and its semicolon.</summary>
    public static string Expectation(ExpectSyntax expect)
    {
        string target = expect.Target is { } name ? $" {name.Text}" : "";
        return $"{expect.Node.Text} {Block(expect.Facts)} -> {expect.Verdict.Text}{target}";
    }

    /// <summary>What stands after <c>expect</c>.</summary>
    public static string Expectation(ExpectTraceSyntax expect)
    {
        IEnumerable<string> metrics = expect.Metrics.Select(metric => $"{metric.Metric.Text} {metric.Operator.Kind.Spell()} {metric.Value.Text};");
        return $"trace {CSharpText.Literal(expect.File.Value)} {Block(metrics)}";
    }

    public static string Condition(ExpressionSyntax expression) => expression switch
    {
        NumberExpressionSyntax number => number.Number.Text,
        NameExpressionSyntax name => name.Name.Text,
        PredicateSyntax predicate => $"{predicate.Method.Text}({predicate.Argument.Text})",
        ParenthesizedSyntax inner => $"({Condition(inner.Expression)})",
        NotSyntax not => "not " + Operand(not.Operand, Precedence.Not),
        BinarySyntax binary => Binary(binary),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static string Block(IEnumerable<string> statements)
    {
        string inner = string.Join(" ", statements);
        return inner.Length == 0 ? "{ }" : $"{{ {inner} }}";
    }

    /// <summary>
    /// A chain of <c>and</c> or of <c>or</c> is balanced in the tree and needs no parentheses; where a predicate's method and a condition
    /// were put together, what binds less gets them.
    /// </summary>
    private static string Binary(BinarySyntax binary)
    {
        Precedence own = PrecedenceOf(binary.Operator.Kind);
        return $"{Operand(binary.Left, own)} {binary.Operator.Kind.Spell()} {Operand(binary.Right, own)}";
    }

    private static string Operand(ExpressionSyntax operand, Precedence least) => PrecedenceOf(operand) < least ? $"({Condition(operand)})" : Condition(operand);

    private static Precedence PrecedenceOf(ExpressionSyntax expression) => expression switch
    {
        BinarySyntax binary => PrecedenceOf(binary.Operator.Kind),
        NotSyntax => Precedence.Not,
        _ => Precedence.Primary,
    };

    private static Precedence PrecedenceOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Or => Precedence.Or,
        BinaryOperatorKind.And => Precedence.And,
        BinaryOperatorKind.Add or BinaryOperatorKind.Subtract => Precedence.Sum,
        BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide => Precedence.Product,
        _ => Precedence.Comparison,
    };

    /// <summary>The loosest first.</summary>
    private enum Precedence
    {
        Or,
        And,
        Not,
        Comparison,
        Sum,
        Product,
        Primary,
    }
}
