using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Brings what was found into the order of files and text, and leaves out what a comment silences.</summary>
internal sealed class DiagnosticSorter
{
    private readonly List<string> _paths = [];
    private readonly Dictionary<string, List<Diagnostic>> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, string Id), DisabledRanges> _disabled = [];

    public DiagnosticSorter(IReadOnlyList<SyntaxFile> files)
    {
        foreach (SyntaxFile file in files)
        {
            Add(file.Path, file.Diagnostics);
            foreach (DisableDirective directive in file.Disabled)
            {
                foreach (string id in directive.Ids)
                {
                    if (!_disabled.TryGetValue((file.Path, id), out DisabledRanges? ranges))
                    {
                        _disabled.Add((file.Path, id), ranges = new DisabledRanges());
                    }

                    ranges.Add(directive.Span);
                }
            }
        }
    }

    public void Add(DiagnosticBag bag)
    {
        foreach (Diagnostic diagnostic in bag.Items)
        {
            Add(diagnostic.Location.Path, [diagnostic]);
        }
    }

    public EquatableArray<Diagnostic> ToArray() => _paths
        .SelectMany(path => _byPath[path].Where(diagnostic => !IsDisabled(diagnostic)).OrderBy(diagnostic => diagnostic.Location.Span.Start))
        .ToEquatableArray();

    private void Add(string path, IEnumerable<Diagnostic> diagnostics)
    {
        if (!_byPath.TryGetValue(path, out List<Diagnostic>? list))
        {
            _paths.Add(path);
            _byPath.Add(path, list = []);
        }

        list.AddRange(diagnostics);
    }

    /// <summary>
    /// Errors are never silenced, as in C#: with one, a policy is replaced by a stub, and nobody would know.
    /// </summary>
    private bool IsDisabled(Diagnostic diagnostic)
        => diagnostic.Severity != DiagnosticSeverity.Error
            && _disabled.TryGetValue((diagnostic.Location.Path, diagnostic.Id), out DisabledRanges? ranges)
            && ranges.Contains(diagnostic.Location.Span.Start);
}
