using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using LanguageDescriptor = TierPolicy.Language.Diagnostics.DiagnosticDescriptor;

namespace TierPolicy.CodeFixes;

/// <summary>A fix of one mistake in C#: one change of the syntax, which can be made everywhere at once.</summary>
public abstract class SyntaxCodeFix : CodeFixProvider
{
    private readonly string _title;

    private protected SyntaxCodeFix(LanguageDescriptor descriptor, string title)
    {
        _title = title;
        FixableDiagnosticIds = [descriptor.Id];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is not null && model is not null && ChangeOf(root, context.Span, model) is { } change)
        {
            context.RegisterCodeFix(
                CodeAction.Create(_title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change(root))), GetType().Name),
                context.Diagnostics);
        }
    }

    /// <summary>What to make of the file; null where this place cannot be mended so.</summary>
    private protected abstract Func<SyntaxNode, SyntaxNode>? ChangeOf(SyntaxNode root, TextSpan span, SemanticModel model);
}
