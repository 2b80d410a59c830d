using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Attributes;

/// <summary>TP0308 in C#: ends the rules of a struct with one that takes what the others leave.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TotalRulesCodeFix))]
[Shared]
public sealed class TotalRulesCodeFix : CodeFixProvider
{
    private const string Rule = "[Discard(\"*\")]";

    private static readonly string[] Rules = ["Keep", "Discard", "Demote"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.RulesNotTotal.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);

        // Rules on methods come after those on the struct, so that one on the struct would take their pages.
        if (root?.FindNode(context.Span) is not StructDeclarationSyntax declaration
            || declaration.Members.Any(member => member.AttributeLists.Any(HasRule))
            || declaration.AttributeLists.LastOrDefault(HasRule) is not { } last)
        {
            return;
        }

        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        TextLine line = text.Lines.GetLineFromPosition(last.SpanStart);
        string before = text.ToString(TextSpan.FromBounds(line.Start, last.SpanStart));
        bool isOnItsOwn = before.Trim().Length == 0;
        string separator = isOnItsOwn ? text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) + before : " ";

        // A comment behind the last rule speaks of that one.
        int end = text.Lines.GetLineFromPosition(last.Span.End).End;
        bool isCommented = isOnItsOwn && text.ToString(TextSpan.FromBounds(last.Span.End, end)).TrimStart().StartsWith("//", StringComparison.Ordinal);
        TextChange change = new(new TextSpan(isCommented ? end : last.Span.End, 0), separator + Rule);
        context.RegisterCodeFix(
            CodeAction.Create($"Add '{Rule}'", _ => Task.FromResult(context.Document.WithText(text.WithChanges(change))), nameof(TotalRulesCodeFix)),
            context.Diagnostics);
    }

    private static bool HasRule(AttributeListSyntax list) => list.Attributes.Any(attribute => Rules.Any(rule => AttributeNaming.Is(attribute, rule)));
}
