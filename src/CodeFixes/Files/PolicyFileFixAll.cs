using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Fixes;

namespace TierPolicy.CodeFixes.Files;

/// <summary>
/// Mends one kind of mistake in all <c>.tierpolicy</c> files of a project or a solution. Roslyn's own way knows C# documents only.
/// </summary>
internal sealed class PolicyFileFixAll : FixAllProvider
{
    public static readonly PolicyFileFixAll Instance = new();

    /// <inheritdoc/>
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Project, FixAllScope.Solution];

    /// <inheritdoc/>
    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        string ids = string.Join(", ", fixAllContext.DiagnosticIds);
        return Task.FromResult<CodeAction?>(CodeAction.Create(
            $"Mend all {ids} in .tierpolicy files",
            cancellation => MendAsync(fixAllContext, cancellation),
            fixAllContext.CodeActionEquivalenceKey));
    }

    private static async Task<Solution> MendAsync(FixAllContext context, CancellationToken cancellation)
    {
        Solution solution = context.Solution;
        foreach (Project project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
        {
            ProjectPolicies policies = await ProjectPolicies.ReadAsync(project, cancellation).ConfigureAwait(false);
            foreach (string path in policies.Paths)
            {
                string before = policies.TextOf(path);
                policies = Mend(policies, path, context, cancellation);
                if (policies.TextOf(path) != before && project.AdditionalDocuments.FirstOrDefault(document => document.FilePath == path) is { } document)
                {
                    solution = solution.WithAdditionalDocumentText(document.Id, SourceText.From(policies.TextOf(path), System.Text.Encoding.UTF8));
                }
            }
        }

        return solution;
    }

    /// <summary>One by one, and bound anew after each: one rule may mend the mistakes of several nodes. What does not get better is left as it was.</summary>
    private static ProjectPolicies Mend(ProjectPolicies policies, string path, FixAllContext context, CancellationToken cancellation)
    {
        int skipped = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            LanguageDiagnostic[] left = [.. policies.DiagnosticsOf(path).Where(diagnostic => context.DiagnosticIds.Contains(diagnostic.Id))];
            if (skipped >= left.Length)
            {
                return policies;
            }

            LanguageDiagnostic next = left[skipped];
            Fix? fix = policies.FixesOf(next).FirstOrDefault(one => PolicyFileCodeFix.KeyOf(next.Id, one) == context.CodeActionEquivalenceKey);
            ProjectPolicies? mended = fix is null ? null : policies.With(path, fix.ApplyTo(policies.TextOf(path)));
            if (mended is not null && mended.DiagnosticsOf(path).Count(diagnostic => context.DiagnosticIds.Contains(diagnostic.Id)) < left.Length)
            {
                policies = mended;
            }
            else
            {
                skipped++;
            }
        }
    }
}
