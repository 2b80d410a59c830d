namespace TierPolicy.Language.Syntax;

internal sealed partial class SyntaxParser
{
    public Fragment<ExpressionSyntax> ParseExpressionFragment() => Finish(ParseExpression());

    public Fragment<NodesSyntax> ParseNodesFragment() => Finish(ParseNodes());

    public Fragment<NameSyntax> ParseIdentifierFragment() => Finish(ParseName("a name"));

    public Fragment<NameSyntax> ParseNameFragment() => Finish(ParseDottedName("a name"));

    public Fragment<NumberSyntax> ParseNumberFragment() => Finish(ParseNumber());

    public Fragment<CpuListSyntax> ParseCpusFragment() => Finish(ParseCpus());

    public Fragment<AssertSyntax> ParseAssertFragment() => Finish(ParseAssert(Current));

    public Fragment<MemberSyntax> ParseExpectFragment() => Finish(ParseExpect(Current));

    private Fragment<T> Finish<T>(T syntax)
        where T : SyntaxNode
    {
        if (!At(TokenKind.End))
        {
            ReportExpected("the end");
        }

        return new Fragment<T>(syntax, _diagnostics.ToSortedArray());
    }
}
