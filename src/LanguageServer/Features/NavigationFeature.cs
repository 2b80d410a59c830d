using TierPolicy.Language.Navigation;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>From a name to its definition and to all other places where the same is named.</summary>
internal static class NavigationFeature
{
    /// <summary>Where the thing at an offset is declared; null for nothing, and for what is declared in C#.</summary>
    public static DocumentLocation? Definition(PolicyProject project, PolicyDocument document, int offset)
        => project.Symbols.Find(document.Path, offset)?.Symbol.DeclaredName is { } name ? project.Locate(name.Location) : null;

    public static IReadOnlyList<DocumentLocation> References(PolicyProject project, PolicyDocument document, int offset, bool withDeclaration)
        => [.. Occurrences(project, document, offset).Where(occurrence => withDeclaration || !occurrence.IsDeclaration).Select(occurrence => project.Locate(occurrence.Location))];

    /// <summary>The places in the document itself, which the editor marks.</summary>
    public static IReadOnlyList<DocumentHighlight> Highlights(PolicyProject project, PolicyDocument document, int offset)
        => [.. Occurrences(project, document, offset)
            .Where(occurrence => occurrence.Location.Path == document.Path)
            .Select(occurrence => new DocumentHighlight(document.RangeOf(occurrence.Location.Span)))];

    private static IEnumerable<Occurrence> Occurrences(PolicyProject project, PolicyDocument document, int offset)
        => project.Symbols.Find(document.Path, offset) is { } found ? project.Symbols.OccurrencesOf(found.Symbol) : [];
}
