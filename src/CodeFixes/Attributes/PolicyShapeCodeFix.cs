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

    /// <summary>'partial' stands last, as C# wants it. What stands before the first word, and between the words, goes on standing there.</summary>
    private static StructDeclarationSyntax WithModifiers(StructDeclarationSyntax declaration)
    {
        List<SyntaxToken> words = [.. declaration.Modifiers, declaration.Keyword];
        if (!declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
        {
            int partial = declaration.Modifiers.IndexOf(SyntaxKind.PartialKeyword);
            Insert(words, partial < 0 ? words.Count - 1 : partial, SyntaxKind.ReadOnlyKeyword);
        }

        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            Insert(words, words.Count - 1, SyntaxKind.PartialKeyword);
        }

        return declaration.WithModifiers([.. words.Take(words.Count - 1)]).WithKeyword(words[words.Count - 1]);
    }

    private static void Insert(List<SyntaxToken> words, int index, SyntaxKind kind)
    {
        words.Insert(index, SyntaxFactory.Token(words[index].LeadingTrivia, kind, [SyntaxFactory.Space]));
        words[index + 1] = words[index + 1].WithLeadingTrivia();
    }
}
