using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// Text in, syntax out. Nothing here throws, whatever the text (but for cancellation): what is wrong is in the diagnostics, and what could be
/// made of the rest is in the tree.
/// </summary>
public static class Parser
{
    /// <summary>Parses a whole <c>.tierpolicy</c> file.</summary>
    public static SyntaxFile ParseFile(string path, string text, CancellationToken cancellation = default)
    {
        using SyntaxParser parser = new(text, new SourceText(path, text), cancellation);
        return parser.ParseFile(path);
    }

    /// <summary>Parses a condition that stands in a C# attribute.</summary>
    public static Fragment<ExpressionSyntax> ParseExpression(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseExpressionFragment());

    /// <summary>Parses NODES: <c>*</c> or names of nodes and tiers.</summary>
    public static Fragment<NodesSyntax> ParseNodes(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseNodesFragment());

    /// <summary>Parses a name without dots: that of a tier, a domain.</summary>
    public static Fragment<NameSyntax> ParseIdentifier(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseIdentifierFragment());

    /// <summary>Parses a name, dotted or not.</summary>
    public static Fragment<NameSyntax> ParseName(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseNameFragment());

    /// <summary>Parses a size, a duration, a rate, a percentage, a price: the binder says which of them fits.</summary>
    public static Fragment<NumberSyntax> ParseNumber(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseNumberFragment());

    /// <summary>Parses <c>0-3,8</c>.</summary>
    public static Fragment<CpuListSyntax> ParseCpus(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseCpusFragment());

    /// <summary>Parses what stands between <c>assert</c> and its semicolon: <c>offline(Cxl1): Dram1 -> Cxl0</c>.</summary>
    public static Fragment<AssertSyntax> ParseAssert(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseAssertFragment());

    /// <summary>Parses what stands between <c>expect</c> and its semicolon: <c>Dram0 { idle 3s; } -> demote Cxl0</c>.</summary>
    public static Fragment<MemberSyntax> ParseExpect(string text, SourceMap map) => Fragment(text, map, static parser => parser.ParseExpectFragment());

    /// <summary>A piece of the language as it is shown: on one line, without comments.</summary>
    public static string OneLine(string text) => Fragment(text, new SourceText("", text), static parser => parser.OneLineOfAll());

    private static T Fragment<T>(string text, SourceMap map, Func<SyntaxParser, T> parse)
    {
        using SyntaxParser parser = new(text, map, CancellationToken.None);
        return parse(parser);
    }
}
