using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Brings what was found in a file into the order of its text, leaves out what a comment silences, and gives the rest the severity that the project's settings ask for.</summary>
internal sealed class DiagnosticFilter
{
    private readonly SyntaxFile _file;
    private readonly Dictionary<string, DisabledRanges> _disabled = new(StringComparer.Ordinal);

    public DiagnosticFilter(SyntaxFile file)
    {
        _file = file;
        foreach (DisableDirective directive in file.Disabled)
        {
            foreach (string id in directive.Ids)
            {
                if (!_disabled.TryGetValue(id, out DisabledRanges? ranges))
                {
                    _disabled.Add(id, ranges = new DisabledRanges());
                }

                ranges.Add(directive.Span);
            }
        }
    }

    public EquatableArray<Diagnostic> Apply(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => !IsDisabled(diagnostic))
        .Select(_file.Severities.Apply)
        .OfType<Diagnostic>()
        .OrderBy(diagnostic => diagnostic.Location.Span.Start)
        .ToEquatableArray();

    /// <summary>
    /// Errors are never silenced, as in C#: with one, a policy is replaced by a stub, and nobody would know.
    /// </summary>
    private bool IsDisabled(Diagnostic diagnostic)
        => diagnostic.Severity != DiagnosticSeverity.Error
            && diagnostic.Location.Path == _file.Path
            && _disabled.TryGetValue(diagnostic.Id, out DisabledRanges? ranges)
            && ranges.Contains(diagnostic.Location.Span.Start);
}
