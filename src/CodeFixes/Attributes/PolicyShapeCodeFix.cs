using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Attributes;

/// <summary>TP0401: makes a policy's struct <c>readonly partial</c>. What else may be wrong with its shape is not for a machine to decide.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PolicyShapeCodeFix))]
[Shared]
public sealed class PolicyShapeCodeFix() : SyntaxCodeFix(Descriptors.PolicyShape, "Make the struct 'readonly partial'")
{
    private protected override Func<SyntaxNode, SyntaxNode>? ChangeOf(SyntaxNode root, TextSpan span, SemanticModel model) =>
        root.FindNode(span) is StructDeclarationSyntax
        {
            TypeParameterList: null,
            Parent: BaseNamespaceDeclarationSyntax or CompilationUnitSyntax,
        } declaration
        && !declaration.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.RefKeyword) || modifier.IsKind(SyntaxKind.FileKeyword))
            ? file => file.ReplaceNode(declaration, WithModifiers(declaration))
            : null;

    /// <summary>'partial' stands last, as C# wants it; what stands before the first word goes on standing there.</summary>
    private static StructDeclarationSyntax WithModifiers(StructDeclarationSyntax declaration)
    {
        SyntaxToken first = declaration.Modifiers.FirstOrDefault() is { RawKind: not 0 } modifier ? modifier : declaration.Keyword;
        List<SyntaxKind> kinds = [.. declaration.Modifiers.Select(token => token.Kind()).Where(kind => kind is not (SyntaxKind.ReadOnlyKeyword or SyntaxKind.PartialKeyword))];
        IEnumerable<SyntaxToken> modifiers = kinds.Concat([SyntaxKind.ReadOnlyKeyword, SyntaxKind.PartialKeyword])
            .Select((kind, i) => SyntaxFactory.Token(i == 0 ? first.LeadingTrivia : default, kind, [SyntaxFactory.Space]));
        return declaration.WithModifiers([.. modifiers]).WithKeyword(declaration.Keyword.WithLeadingTrivia());
    }
}
