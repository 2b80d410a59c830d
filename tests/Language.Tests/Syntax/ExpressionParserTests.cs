using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Syntax;

public class ExpressionParserTests
{
    [Theory]
    [InlineData("a or b and c", "(a Or (b And c))")]
    [InlineData("a and b or c", "((a And b) Or c)")]
    [InlineData("not a and b", "(not(a) And b)")]
    [InlineData("not not a", "not(not(a))")]
    [InlineData("not a == b", "not((a Equal b))")]
    [InlineData("a + 1 < b * 2", "((a Add 1) Less (b Multiply 2))")]
    [InlineData("a - b - c", "((a Subtract b) Subtract c)")]
    [InlineData("a * b / c", "((a Multiply b) Divide c)")]
    [InlineData("(a or b) and c", "([(a Or b)] And c)")]
    [InlineData("page.idle >= 2s", "(page.idle GreaterOrEqual 2s)")]
    [InlineData("source . free < 2%", "(source.free Less 2%)")]
    [InlineData("Some.Static.Method ( page ) or true", "(Some.Static.Method(page) Or true)")]
    [InlineData("page.domain == and", "(page.domain Equal and)")]
    [InlineData("page.domain != or and page.domain == not", "((page.domain NotEqual or) And (page.domain Equal not))")]
    [InlineData("page.accesses/2>1", "((page.accesses Divide 2) Greater 1)")]
    public void Operators_bind_as_the_language_page_says(string text, string tree) => Assert.Equal(tree, Show(Parse(text)));

    [Fact]
    public void A_long_chain_is_a_shallow_tree_with_its_operands_in_order()
    {
        ExpressionSyntax tree = Parse(string.Join(" or ", Enumerable.Range(0, 100_000).Select(i => "a" + i)));
        Assert.InRange(tree.Height, 17, 18);
        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => "a" + i), Leaves(tree));
    }

    [Fact]
    public void A_long_sum_nests_too_deeply()
    {
        string text = "page.tag > " + string.Join(" + ", Enumerable.Repeat("1", 100_000));
        Assert.Equal("TP0010", Assert.Single(Parser.ParseExpression(text, new SourceText("x", text)).Diagnostics).Id);
    }

    [Fact]
    public void A_node_spans_what_it_is_made_of()
    {
        const string Text = " (page.idle >= 2s) or not page.dirty ";
        BinarySyntax or = Assert.IsType<BinarySyntax>(Parse(Text));
        Assert.Equal("(page.idle >= 2s) or not page.dirty", At(or.Location));
        Assert.Equal("or", At(or.Operator.Location));
        Assert.Equal("(page.idle >= 2s)", At(or.Left.Location));
        Assert.Equal("page.idle >= 2s", At(((ParenthesizedSyntax)or.Left).Expression.Location));
        Assert.Equal("not page.dirty", At(or.Right.Location));
        Assert.Equal("page.dirty", At(((NotSyntax)or.Right).Operand.Location));

        static string At(SourceLocation location) => Text.Substring(location.Span.Start, location.Span.Length);
    }

    private static ExpressionSyntax Parse(string text)
    {
        Fragment<ExpressionSyntax> fragment = Parser.ParseExpression(text, new SourceText("x", text));
        Assert.Empty(fragment.Diagnostics);
        return fragment.Syntax;
    }

    private static IEnumerable<string> Leaves(ExpressionSyntax expression)
        => expression is BinarySyntax binary ? Leaves(binary.Left).Concat(Leaves(binary.Right)) : [Show(expression)];

    private static string Show(ExpressionSyntax expression) => expression switch
    {
        NumberExpressionSyntax number => number.Number.Text,
        NameExpressionSyntax name => name.Name.Text,
        PredicateSyntax predicate => $"{predicate.Method.Text}({predicate.Argument.Text})",
        ParenthesizedSyntax parenthesized => $"[{Show(parenthesized.Expression)}]",
        NotSyntax not => $"not({Show(not.Operand)})",
        BinarySyntax binary => $"({Show(binary.Left)} {binary.Operator.Kind} {Show(binary.Right)})",
        _ => "?",
    };
}
