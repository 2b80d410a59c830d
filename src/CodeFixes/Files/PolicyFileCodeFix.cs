using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Diagnostics;
using TierPolicy.Language.Fixes;

namespace TierPolicy.CodeFixes.Files;

/// <summary>Mends mistakes in <c>.tierpolicy</c> files, with the fixes that the language has for them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PolicyFileCodeFix), DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".tierpolicy"])]
[Shared]
public sealed class PolicyFileCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. DiagnosticDescriptors.OfPolicies.Select(descriptor => descriptor.Id)];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => PolicyFileFixAll.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (context.TextDocument is not AdditionalDocument { FilePath: { } path } document)
        {
            return;
        }

        ProjectPolicies policies = await ProjectPolicies.ReadAsync(document.Project, context.CancellationToken).ConfigureAwait(false);
        if (!policies.Paths.Contains(path))
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            // The same mistake may be there several times in one place: every rule list that is not total is one a node.
            LanguageDiagnostic? found = policies.DiagnosticsOf(path).FirstOrDefault(one => one.Id == diagnostic.Id
                && one.Location.Span.Start == diagnostic.Location.SourceSpan.Start
                && one.Location.Span.Length == diagnostic.Location.SourceSpan.Length);
            foreach (Fix fix in found is null ? [] : policies.FixesOf(found))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, _ => Task.FromResult(Apply(document, policies.TextOf(path), fix)), KeyOf(diagnostic.Id, fix)),
                    diagnostic);
            }
        }
    }

    /// <summary>What fixes of many places have in common.</summary>
    internal static string KeyOf(string id, Fix fix) => $"{id}/{fix.Kind}";

    private static Solution Apply(AdditionalDocument document, string text, Fix fix) => document.Project.Solution.WithAdditionalDocumentText(
        document.Id, SourceText.From(fix.ApplyTo(text), System.Text.Encoding.UTF8));
}
