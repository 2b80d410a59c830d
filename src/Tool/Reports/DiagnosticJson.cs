using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Reports;

/// <summary>A diagnostic for machines. Lines and columns count from 1, <c>start</c> from 0 in UTF-16 code units of the file.</summary>
internal sealed record DiagnosticJson(
    string Id,
    string Severity,
    string Message,
    string File,
    int Line,
    int Column,
    int Start,
    int Length,
    string? Replacement,
    RelatedJson? Related)
{
    public static DiagnosticJson Of(Diagnostic diagnostic)
    {
        SourceLocation place = diagnostic.Location;
        return new DiagnosticJson(
            diagnostic.Id,
            DiagnosticPrinter.NameOf(diagnostic.Severity),
            diagnostic.Message,
            place.Path,
            place.Line + 1,
            place.Column + 1,
            place.Span.Start,
            place.Span.Length,
            diagnostic.Replacement,
            diagnostic.Related is { } related ? RelatedJson.Of(related) : null);
    }
}

internal sealed record RelatedJson(string Message, string File, int Line, int Column, int Start, int Length)
{
    public static RelatedJson Of(RelatedLocation related) => new(
        related.Message,
        related.Location.Path,
        related.Location.Line + 1,
        related.Location.Column + 1,
        related.Location.Span.Start,
        related.Location.Span.Length);
}
