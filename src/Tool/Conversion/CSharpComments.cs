using System.Net;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Text;
using SyntaxNode = Microsoft.CodeAnalysis.SyntaxNode;
using TextSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace TierPolicy.Tool.Conversion;

/// <summary>The comments around attributes, as a <c>.tierpolicy</c> file writes them: documentation becomes plain, a <c>#pragma</c> a comment that silences.</summary>
internal sealed partial class CSharpComments(SyntaxTree tree)
{
    private readonly SyntaxNode _root = tree.GetRoot();

    private readonly PragmaWarningDirectiveTriviaSyntax[] _pragmas =
        [.. tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<PragmaWarningDirectiveTriviaSyntax>()];

    /// <summary>Those above what comes before all types: <c>using</c>, and the namespace.</summary>
    public IEnumerable<string> AtHead() => _root
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .Where(node => node is UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax)
        .SelectMany(node => Of(node.DescendantTrivia(TextSpan.FromBounds(node.FullSpan.Start, HeadOf(node).FullSpan.End))));

    /// <summary>Those behind all types.</summary>
    public IEnumerable<string> AtEnd() => _root.DescendantNodes(node => node is CompilationUnitSyntax or NamespaceDeclarationSyntax)
        .OfType<NamespaceDeclarationSyntax>()
        .Select(space => space.CloseBraceToken)
        .Append(((CompilationUnitSyntax)_root).EndOfFileToken)
        .SelectMany(end => Of(end.GetAllTrivia()));

    /// <summary>Those above a type, around and in the attribute that makes it what it is, and in the type's head; and what is silenced from there to its end.</summary>
    public IEnumerable<string> BeforeType(AttributedType type) =>
    [
        .. Of(type.Syntax.GetLeadingTrivia()),
        .. IsFirst(type.Making, type) ? [] : Of(type.Making.GetLeadingTrivia()),
        .. Of(type.Making.DescendantTrivia(type.Making.Span)),
        .. Of(type.Making.GetTrailingTrivia()),
        .. InHead(type.Syntax),
        .. Silencing(SilencedThrough(type.Syntax)),
    ];

    /// <summary>Those at the end of a type's attributes, at that of its members where they are not left in C#, and behind it.</summary>
    public IEnumerable<string> AtEndOfType(AttributedType attributed)
    {
        BaseTypeDeclarationSyntax type = attributed.Syntax;
        SyntaxToken afterAttributes = type.AttributeLists.Count == 0 ? default : type.AttributeLists.Last().GetLastToken().GetNextToken();
        IEnumerable<string> atMembers = StaysInCSharp(type) ? [] : Of(type.CloseBraceToken.LeadingTrivia);
        return Of(afterAttributes.LeadingTrivia).Concat(atMembers).Concat(Of(type.CloseBraceToken.TrailingTrivia));
    }

    /// <summary>Those before and in an attribute or a member of an enum, where they do not speak of the whole type.</summary>
    public IEnumerable<string> Before(SourceLocation statement, AttributedType type)
    {
        SyntaxNode node = NodeAt(statement);
        IEnumerable<string> silencing = Silencing(SilencedAt(node.SpanStart).Except(SilencedThrough(type.Syntax)));
        return SpeaksOfOther(node, type) || !StandsFirst(node, statement) ? silencing :
        [
            .. IsFirst(node, type) ? [] : Of(node.GetLeadingTrivia()),
            .. Of(node.DescendantTrivia(node.Span)),
            .. silencing,
        ];
    }

    /// <summary>Those behind it on its line; null: none.</summary>
    public string? Behind(SourceLocation statement, AttributedType type)
    {
        SyntaxNode node = NodeAt(statement);
        bool standsLast = node is not AttributeListSyntax list || list.Attributes.Last().Span.Contains(statement.Span.Start);
        SyntaxToken last = node.GetLastToken();
        SyntaxToken end = last.GetNextToken().IsKind(SyntaxKind.CommaToken) ? last.GetNextToken() : last;
        string[] comments = [.. Of(end.TrailingTrivia)];
        return standsLast && !SpeaksOfOther(node, type) && comments.Length > 0 ? string.Join(" ", comments) : null;
    }

    /// <summary>Whether an empty line sets it off.</summary>
    public bool FollowsEmptyLine(SourceLocation statement, AttributedType type)
    {
        SyntaxNode node = NodeAt(statement);
        return !SpeaksOfOther(node, type) && !IsFirst(node, type) && StandsFirst(node, statement) && HasEmptyLine(node.GetLeadingTrivia());
    }

    /// <summary>The last token of what begins a namespace, and of a <c>using</c>.</summary>
    private static SyntaxToken HeadOf(SyntaxNode node) => node switch
    {
        NamespaceDeclarationSyntax block => block.OpenBraceToken,
        FileScopedNamespaceDeclarationSyntax file => file.SemicolonToken,
        _ => node.GetLastToken(),
    };

    /// <summary>Those between a type's attributes and its members.</summary>
    private static IEnumerable<string> InHead(BaseTypeDeclarationSyntax type)
    {
        SyntaxToken first = type.AttributeLists.Last().GetLastToken().GetNextToken();
        SyntaxToken last = type.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken) ? type.OpenBraceToken : type.SemicolonToken;
        return Of(type.DescendantTrivia(TextSpan.FromBounds(first.SpanStart, StaysInCSharp(type) ? last.SpanStart : last.FullSpan.End)));
    }

    private static bool StaysInCSharp(BaseTypeDeclarationSyntax type) => type is TypeDeclarationSyntax { Members.Count: > 0 };

    private static bool HasEmptyLine(SyntaxTriviaList leading)
    {
        bool isAtStart = true;
        foreach (SyntaxTrivia piece in leading.Where(piece => !piece.IsKind(SyntaxKind.WhitespaceTrivia)))
        {
            bool isEnd = piece.IsKind(SyntaxKind.EndOfLineTrivia);
            if (isEnd && isAtStart)
            {
                return true;
            }

            isAtStart = isEnd || piece.IsDirective;
        }

        return false;
    }

    /// <summary>What stands around the attribute of the type, or of a method, speaks of the type or of the method.</summary>
    private static bool SpeaksOfOther(SyntaxNode node, AttributedType type) => node == type.Making || node.Parent is MethodDeclarationSyntax;

    private static bool IsFirst(SyntaxNode node, AttributedType type) => node == type.Syntax.AttributeLists[0];

    private SyntaxNode NodeAt(SourceLocation statement)
    {
        SyntaxNode innermost = _root.FindToken(statement.Span.Start).Parent!;
        return (SyntaxNode?)innermost.FirstAncestorOrSelf<EnumMemberDeclarationSyntax>() ?? innermost.FirstAncestorOrSelf<AttributeListSyntax>() ?? innermost;
    }

    private static bool StandsFirst(SyntaxNode node, SourceLocation statement)
        => node is not AttributeListSyntax list || list.Attributes[0].Span.Contains(statement.Span.Start);

    private static IEnumerable<string> Silencing(IEnumerable<string> ids)
    {
        string all = string.Join(" ", ids.Order(StringComparer.Ordinal));
        return all.Length == 0 ? [] : [$"// tierpolicy disable {all}"];
    }

    private IEnumerable<string> SilencedThrough(SyntaxNode node) => SilencedAt(node.SpanStart).Intersect(SilencedAt(node.Span.End));

    private HashSet<string> SilencedAt(int position)
    {
        HashSet<string> silenced = new(StringComparer.Ordinal);
        foreach (PragmaWarningDirectiveTriviaSyntax pragma in _pragmas.TakeWhile(pragma => pragma.SpanStart < position))
        {
            string[] ids = [.. pragma.ErrorCodes.Select(code => code.ToString()).Where(id => Id().IsMatch(id))];
            if (pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
            {
                silenced.UnionWith(ids);
            }
            else
            {
                silenced.ExceptWith(ids);
            }
        }

        return silenced;
    }

    private static IEnumerable<string> Of(IEnumerable<SyntaxTrivia> trivia) => trivia.SelectMany(piece => piece.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia => [piece.ToString()],
        SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => OfDocumentation(piece.ToFullString()),
        _ => (IEnumerable<string>)[],
    });

    private static IEnumerable<string> OfDocumentation(string documentation)
    {
        string text = WebUtility.HtmlDecode(Tag().Replace(Reference().Replace(documentation, "$1"), ""));
        return text.ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.Trim().TrimStart('/', '*').TrimEnd('/', '*').Trim())
            .Where(line => line.Length > 0)
            .Select(line => "// " + line);
    }

    [GeneratedRegex("^TP[0-9]{4}$")]
    private static partial Regex Id();

    [GeneratedRegex("<(?:see|paramref|typeparamref)[^>]*\"([^\"]*)\"[^>]*/>")]
    private static partial Regex Reference();

    [GeneratedRegex("</?[A-Za-z][^>]*>")]
    private static partial Regex Tag();
}
