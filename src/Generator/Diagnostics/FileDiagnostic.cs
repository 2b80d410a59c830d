using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Files;

namespace TierPolicy.Generator.Diagnostics;

/// <summary>A mistake in a <c>.tierpolicy</c> file, with the place where it ends, which only the file's text tells.</summary>
internal sealed record FileDiagnostic(LanguageDiagnostic Diagnostic, LinePosition End, LinePosition RelatedEnd)
{
    /// <summary>The mistakes of all files, in the order of their paths: that of items in a build depends on the file system.</summary>
    public static IEnumerable<FileDiagnostic> Create(ImmutableArray<BoundFile> files, ImmutableArray<LineTable> lines, CancellationToken cancellation)
    {
        Dictionary<string, LineTable> byPath = new(StringComparer.Ordinal);
        foreach (LineTable table in lines)
        {
            byPath[table.Path] = table;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (BoundFile file in files.Where(file => seen.Add(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            foreach (LanguageDiagnostic diagnostic in file.Result.Diagnostics)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return Create(diagnostic, byPath);
            }
        }
    }

    private static FileDiagnostic Create(LanguageDiagnostic diagnostic, IReadOnlyDictionary<string, LineTable> lines) => new(
        diagnostic,
        lines[diagnostic.Location.Path].PositionOf(diagnostic.Location.Span.End),
        diagnostic.Related is { Location: { } related } ? RelatedEndOf(related, lines) : default);

    /// <summary>A second place that is in no file is a name in C#, which ends on its line.</summary>
    private static LinePosition RelatedEndOf(Language.Text.SourceLocation related, IReadOnlyDictionary<string, LineTable> lines)
        => lines.TryGetValue(related.Path, out LineTable? table) ? table.PositionOf(related.Span.End) : new LinePosition(related.Line, related.Column + related.Span.Length);

    public Diagnostic ToRoslyn() => DiagnosticDescriptors.Report(
        Diagnostic,
        LocationOf(Diagnostic.Location, End),
        RelatedEnd != default && Diagnostic.Related is { Location: { } related } ? LocationOf(related, RelatedEnd) : null);

    private static Location LocationOf(Language.Text.SourceLocation location, LinePosition end) => Location.Create(
        location.Path,
        new TextSpan(location.Span.Start, location.Span.Length),
        new LinePositionSpan(new LinePosition(location.Line, location.Column), end));
}
