using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Usage;

/// <summary>TP0504: awaits <c>ReadAsync</c> in place of <c>Read</c>, where the lease is a <c>using</c> and all that is taken of it a pinned page has, too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadAsyncCodeFix))]
[Shared]
public sealed class ReadAsyncCodeFix : CodeFixProvider
{
    private const string Title = "Use 'await ReadAsync'";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.BlockingPageIn.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is not null && model?.Compilation.GetTypeByMetadataName("TierPolicy.PinnedPage") is { } pinned
            && root.FindToken(context.Span.Start).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax callee } call
            && call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            && variable.Parent is VariableDeclarationSyntax { Variables.Count: 1 } declaration
            && declaration.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword }
            && UsesOf(variable, model) is { } uses
            && uses.All(use => IsBytes(use) || !pinned.GetMembers(use.Name.Identifier.ValueText).IsEmpty))
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(Change(root, call, callee, declaration, uses, pinned, model))), nameof(ReadAsyncCodeFix)),
                context.Diagnostics);
        }
    }

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
