using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Usage;

/// <summary>TP0504: awaits <c>ReadAsync</c> in place of <c>Read</c>, where the lease is a <c>using</c> and all that is taken of it a pinned page has, too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadAsyncCodeFix))]
[Shared]
public sealed class ReadAsyncCodeFix() : SyntaxCodeFix(Descriptors.BlockingPageIn, "Use 'await ReadAsync'")
{
    private protected override Func<SyntaxNode, SyntaxNode>? ChangeOf(SyntaxNode root, TextSpan span, SemanticModel model) =>
        model.Compilation.GetTypeByMetadataName("TierPolicy.PinnedPage") is { } pinned
        && root.FindToken(span.Start).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax callee } call
        && call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
        && variable.Parent is VariableDeclarationSyntax { Variables.Count: 1 } declaration
        && declaration.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword }
        && UsesOf(variable, model) is { } uses
        && uses.All(use => IsBytes(use) || !pinned.GetMembers(use.Name.Identifier.ValueText).IsEmpty)
            ? file => Change(file, call, callee, declaration, uses, pinned, model)
            : null;

    /// <summary>Null where the lease is used as a whole.</summary>
    private static MemberAccessExpressionSyntax[]? UsesOf(VariableDeclaratorSyntax variable, SemanticModel model)
    {
        ISymbol? local = model.GetDeclaredSymbol(variable);
        IdentifierNameSyntax[] names =
        [
            .. variable.FirstAncestorOrSelf<BlockSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == variable.Identifier.ValueText && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local)),
        ];
        return names.All(name => name.Parent is MemberAccessExpressionSyntax access && access.Expression == name)
            ? [.. names.Select(name => (MemberAccessExpressionSyntax)name.Parent!)]
            : null;
    }

    private static bool IsBytes(MemberAccessExpressionSyntax use) => use.Name.Identifier.ValueText == "Span";

    private static SyntaxNode Change(
        SyntaxNode root,
        InvocationExpressionSyntax call,
        MemberAccessExpressionSyntax callee,
        VariableDeclarationSyntax declaration,
        MemberAccessExpressionSyntax[] uses,
        INamedTypeSymbol pinned,
        SemanticModel model)
    {
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            call.WithExpression(callee.WithName(SyntaxFactory.IdentifierName("ReadAsync"))).WithoutLeadingTrivia()).WithLeadingTrivia(call.GetLeadingTrivia());
        Dictionary<SyntaxNode, SyntaxNode> changes = new() { [call] = awaited };
        if (!declaration.Type.IsVar)
        {
            changes[declaration.Type] = SyntaxFactory.ParseTypeName(pinned.ToMinimalDisplayString(model, declaration.SpanStart)).WithTriviaFrom(declaration.Type);
        }

        // lease.Span becomes lease.Memory.Span.
        foreach (MemberAccessExpressionSyntax use in uses.Where(IsBytes))
        {
            changes[use.Expression] = SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, use.Expression.WithoutTrailingTrivia(), SyntaxFactory.IdentifierName("Memory")).WithTrailingTrivia(use.Expression.GetTrailingTrivia());
        }

        return root.ReplaceNodes(changes.Keys, (original, _) => changes[original]);
    }
}
