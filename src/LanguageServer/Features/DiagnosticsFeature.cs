using TierPolicy.Language.Diagnostics;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>Mistakes, as the client shows them.</summary>
/// <param name="sources">Severities and pages.</param>
internal sealed class DiagnosticsFeature(IPolicySources sources)
{
    private const string Source = "tierpolicy";

    /// <summary>The mistakes of each document of a project that are to be shown.</summary>
    public IEnumerable<(PolicyDocument Document, IReadOnlyList<DiagnosticItem> Items)> Of(PolicyProject project)
    {
        ILookup<string, Diagnostic> byPath = project.Binding.Diagnostics.ToLookup(diagnostic => diagnostic.Location.Path, StringComparer.Ordinal);
        foreach (PolicyDocument document in project.Documents)
        {
            yield return (document, [.. Shown(document, byPath[document.Path]).Select(diagnostic => Item(project, document, diagnostic))]);
        }
    }

    /// <summary>Those of one document.</summary>
    public IEnumerable<Diagnostic> Of(PolicyProject project, PolicyDocument document)
        => Shown(document, project.Binding.Diagnostics.Where(diagnostic => diagnostic.Location.Path == document.Path));

    public DiagnosticItem Item(PolicyProject project, PolicyDocument document, Diagnostic diagnostic) => new(
        document.RangeOf(diagnostic.Location.Span),
        diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => 1,
            DiagnosticSeverity.Warning => 2,
            _ => 3,
        },
        diagnostic.Id,
        Source,
        MessageOf(diagnostic),
        sources.PageOf(diagnostic.Id) is { } page ? new CodeDescription(page) : null,
        diagnostic.Related is { } related ? [new RelatedItem(project.Locate(related.Location), related.Message)] : null);

    private IEnumerable<Diagnostic> Shown(PolicyDocument document, IEnumerable<Diagnostic> diagnostics)
    {
        SeveritySettings severities = sources.SeveritiesOf(document.Path);
        return diagnostics.Select(Soften).Select(severities.Apply).OfType<Diagnostic>();
    }

    /// <summary>
    /// A topology that no policy file declares may be an attributed enum: only the build, which sees the C# code, knows. Where the name is
    /// nearly that of one that is declared here, it is a slip all the same.
    /// </summary>
    private static Diagnostic Soften(Diagnostic diagnostic)
        => IsTopologyUnknownHere(diagnostic) ? diagnostic with { Severity = DiagnosticSeverity.Information } : diagnostic;

    private static string MessageOf(Diagnostic diagnostic) => IsTopologyUnknownHere(diagnostic)
        ? $"the topology '{diagnostic.Arguments[1]}' is in no policy file of this project: if it is an enum in C#, the build checks this policy"
        : diagnostic.Message;

    private static bool IsTopologyUnknownHere(Diagnostic diagnostic)
        => diagnostic.Descriptor == Descriptors.UnknownName && diagnostic.Arguments[0] == "topology" && diagnostic.Replacement is null;
}
