using TierPolicy.Language.Fixes;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>Writes edits as the client takes them.</summary>
/// <param name="knowsVersions">Whether it checks them against the version of the document that they were made for.</param>
internal sealed class EditWriter(bool knowsVersions)
{
    public WorkspaceEdit Write(IEnumerable<(PolicyDocument Document, IReadOnlyList<TextEdit> Edits)> files)
    {
        if (knowsVersions)
        {
            return new WorkspaceEdit(DocumentChanges: [.. files.Select(file => new VersionedEdits(
                new VersionedDocumentIdOrNull(file.Document.Uri, file.Document.Version),
                Edits(file.Document, file.Edits)))]);
        }

        return new WorkspaceEdit(Changes: files.ToDictionary(file => file.Document.Uri, file => Edits(file.Document, file.Edits)));
    }

    public static IReadOnlyList<DocumentEdit> Edits(PolicyDocument document, IEnumerable<TextEdit> edits)
        => [.. edits.Select(edit => new DocumentEdit(document.RangeOf(edit.Span), edit.NewText))];
}
