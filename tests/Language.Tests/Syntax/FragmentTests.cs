using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Syntax;

/// <summary>Pieces of the language that stand in strings of C#.</summary>
public class FragmentTests
{
    [Theory]
    [InlineData("\"page.idel >= 2s\"", "page.idel >= 2s")]
    [InlineData("@\"page.idel >= 2s\"", "page.idel >= 2s")]
    [InlineData("\"\"\"page.idel >= 2s\"\"\"", "page.idel >= 2s")]
    [InlineData("\"\\t\\u0070age.idel \\\\ >= 2s\"", "\tpage.idel \\ >= 2s")]
    public void A_span_of_the_value_is_a_span_of_the_literal(string literal, string value)
    {
        SourceLocation place = new("A.cs", new TextSpan(100, literal.Length), 7, 20);
        LiteralMap map = new(place, literal, value);
        int name = value.IndexOf("idel", StringComparison.Ordinal);
        int inLiteral = literal.IndexOf("idel", StringComparison.Ordinal);
        Assert.Equal(new SourceLocation("A.cs", new TextSpan(100 + inLiteral, 4), 7, 20 + inLiteral), map.Locate(new TextSpan(name, 4)));
    }

    [Fact]
    public void Lines_of_a_verbatim_string_are_counted()
    {
        const string Literal = "@\"page.dirty\r\n  and x\"";
        LiteralMap map = new(new SourceLocation("A.cs", new TextSpan(100, Literal.Length), 7, 20), Literal, "page.dirty\r\n  and x");
        Assert.Equal(new SourceLocation("A.cs", new TextSpan(120, 1), 8, 6), map.Locate(new TextSpan(18, 1)));
    }

    [Theory]
    [InlineData("Names.Fast", "Fast")]
    [InlineData("\"Fa\" + \"st\"", "Fast")]
    [InlineData("nameof(Fast)", "Fast")]
    [InlineData("$\"Fast\"", "Fast")]
    public void Where_the_value_is_no_literal_the_whole_expression_is_the_place(string expression, string value)
    {
        SourceLocation place = new("A.cs", new TextSpan(100, expression.Length), 7, 20);
        Assert.Equal(place, new LiteralMap(place, expression, value).Locate(new TextSpan(1, 2)));
    }

    [Fact]
    public void Mistakes_in_a_fragment_are_at_their_place_in_the_file()
    {
        const string Literal = "\"page.tag == 8Gib\"";
        LiteralMap map = new(new SourceLocation("A.cs", new TextSpan(100, Literal.Length), 7, 20), Literal, "page.tag == 8Gib");
        Fragment<ExpressionSyntax> fragment = Parser.ParseExpression("page.tag == 8Gib", map);
        Assert.Equal(new TextSpan(114, 3), Assert.Single(fragment.Diagnostics).Location.Span);
        Assert.Equal(34, fragment.Diagnostics[0].Location.Column);
    }

    [Fact]
    public void Every_kind_of_fragment_parses()
    {
        Assert.Equal(["Fast", "Cxl0"], Sound(Parser.ParseNodes("Fast, Cxl0", Map("Fast, Cxl0"))).Names.Select(name => name.Text));
        Assert.True(Sound(Parser.ParseNodes(" * ", Map(" * "))).IsAll);
        Assert.Equal("A.B.C", Sound(Parser.ParseName("A.B . C", Map("A.B . C"))).Text);
        Assert.Equal(8L << 30, Sound(Parser.ParseNumber("8GiB", Map("8GiB"))).Value);
        Assert.Equal([(0, 3), (8, 8)], Sound(Parser.ParseCpus("0-3, 8", Map("0-3, 8"))).Ranges.Select(r => ((int)r.First.Value, (int)r.Last.Value)));
        AssertSyntax assert = Sound(Parser.ParseAssert("offline(Cxl1): Dram1 -> none", Map("offline(Cxl1): Dram1 -> none")));
        Assert.Equal("Cxl1", assert.Offline!.Names[0].Text);
        Assert.Equal(["Dram1", "none"], assert.Steps.Select(step => step.Text));
        ExpectSyntax expect = Assert.IsType<ExpectSyntax>(Sound(Parser.ParseExpect("Dram0 { idle 3s; } -> demote Cxl0", Map("Dram0 { idle 3s; } -> demote Cxl0"))));
        Assert.Equal("Cxl0", expect.Target!.Text);
        Assert.IsType<ExpectTraceSyntax>(Sound(Parser.ParseExpect("trace \"a\" { p99 <= 80us; }", Map("trace \"a\" { p99 <= 80us; }"))));
        Assert.IsType<BinarySyntax>(Sound(Parser.ParseExpression("page.tag == 1", Map("page.tag == 1"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8GiB 9GiB")]
    [InlineData("8GiB;")]
    [InlineData("{")]
    public void What_is_left_over_or_missing_is_a_syntax_error(string text)
    {
        Assert.Equal("TP0001", Assert.Single(Parser.ParseNumber(text, Map(text)).Diagnostics).Id);
        Assert.NotEmpty(Parser.ParseExpression(text, Map(text)).Diagnostics);
        Assert.NotEmpty(Parser.ParseNodes(text, Map(text)).Diagnostics);
        Assert.NotEmpty(Parser.ParseCpus(text, Map(text)).Diagnostics);
        Assert.NotEmpty(Parser.ParseAssert(text, Map(text)).Diagnostics);
        Assert.NotEmpty(Parser.ParseExpect(text, Map(text)).Diagnostics);
        Assert.NotEmpty(Parser.ParseName(text, Map(text)).Diagnostics);
    }

    private static SourceText Map(string text) => new("A.cs", text);

    private static T Sound<T>(Fragment<T> fragment)
        where T : SyntaxNode
    {
        Assert.Empty(fragment.Diagnostics);
        return fragment.Syntax;
    }
}
