using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Diagnostics;
using TierPolicy.Language.Fixes;

namespace TierPolicy.CodeFixes.Attributes;

/// <summary>Takes what a diagnostic in an attribute proposes: did-you-mean, <c>and</c> for <c>&amp;&amp;</c>, inside the string in which it was written.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AttributeTextCodeFix))]
[Shared]
public sealed class AttributeTextCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. DiagnosticDescriptors.OfPolicies.Select(descriptor => descriptor.Id)];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            TextSpan span = diagnostic.Location.SourceSpan;
            if (diagnostic.Properties.TryGetValue(DiagnosticDescriptors.Replacement, out string? replacement) && replacement is not null
                && root?.FindToken(span.Start) is { } token && ChangeOf(token, span, replacement, text) is { } change)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Change '{text.ToString(span)}' to '{replacement}'",
                        _ => Task.FromResult(context.Document.WithText(text.WithChanges(change))),
                        diagnostic.Id),
                    diagnostic);
            }
        }
    }

    /// <summary>Null where the place is no part of one string: a constant, a sum of strings.</summary>
    private static TextChange? ChangeOf(SyntaxToken token, TextSpan span, string replacement, SourceText text)
    {
        if (!token.IsKind(SyntaxKind.StringLiteralToken) && !token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken))
        {
            // Another number, where one stands.
            return token.IsKind(SyntaxKind.NumericLiteralToken) && token.Span == span && replacement.All(char.IsDigit) ? new TextChange(span, replacement) : null;
        }

        if (token.Span == span)
        {
            return token.Parent is LiteralExpressionSyntax && token.ValueText.Length > 0 && token.ValueText.All(c => char.IsLetterOrDigit(c) || c == '_')
                ? new TextChange(span, SyntaxFactory.Literal(replacement).Text)
                : null;
        }

        if (span.Start <= token.SpanStart || span.End >= token.Span.End)
        {
            return null;
        }

        TextEdit edit = TextEdit.Replace(text.ToString(token.Span), new Language.Text.TextSpan(span.Start - token.SpanStart, span.Length), replacement);
        return new TextChange(span, edit.NewText);
    }
}
