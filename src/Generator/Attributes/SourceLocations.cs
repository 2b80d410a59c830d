using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Text;
using TextSpan = TierPolicy.Language.Text.TextSpan;

namespace TierPolicy.Generator.Attributes;

/// <summary>Says of C# where it stands, in values that hold on to no tree.</summary>
internal static class SourceLocations
{
    public static SourceLocation Of(SyntaxNode node) => Of(node.SyntaxTree, node.Span);

    public static SourceLocation Of(SyntaxToken token) => Of(token.SyntaxTree!, token.Span);

    private static SourceLocation Of(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan span)
    {
        LinePosition start = tree.GetText().Lines.GetLinePosition(span.Start);
        return new SourceLocation(tree.FilePath, new TextSpan(span.Start, span.Length), start.Line, start.Character);
    }
}
