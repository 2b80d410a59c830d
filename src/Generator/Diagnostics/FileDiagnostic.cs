using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Files;

namespace TierPolicy.Generator.Diagnostics;

/// <summary>A mistake in a <c>.tierpolicy</c> file, with the place where it ends, which only the file's text tells.</summary>
internal sealed record FileDiagnostic(LanguageDiagnostic Diagnostic, LinePosition End, LinePosition RelatedEnd)
{
    /// <param name="diagnostic">The mistake.</param>
    /// <param name="files">The files by path.</param>
    public static FileDiagnostic Create(LanguageDiagnostic diagnostic, IReadOnlyDictionary<string, PolicyFile> files) => new(
        diagnostic,
        files[diagnostic.Location.Path].PositionOf(diagnostic.Location.Span.End),
        diagnostic.Related is { Location: { } related } && files.TryGetValue(related.Path, out PolicyFile? file) ? file.PositionOf(related.Span.End) : default);

    public Diagnostic ToRoslyn() => Microsoft.CodeAnalysis.Diagnostic.Create(
        DiagnosticDescriptors.Of(Diagnostic.Descriptor),
        LocationOf(Diagnostic.Location, End),
        RelatedEnd != default && Diagnostic.Related is { Location: { } related } ? [LocationOf(related, RelatedEnd)] : null,
        Diagnostic.Message);

    private static Location LocationOf(Language.Text.SourceLocation location, LinePosition end) => Location.Create(
        location.Path,
        new TextSpan(location.Span.Start, location.Span.Length),
        new LinePositionSpan(new LinePosition(location.Line, location.Column), end));
}
