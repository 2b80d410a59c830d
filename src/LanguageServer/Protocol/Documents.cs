namespace TierPolicy.LanguageServer.Protocol;

/// <summary>A place in a text: line and UTF-16 code unit in it, both from 0.</summary>
internal sealed record Position(int Line, int Character);

/// <summary>From one position up to another.</summary>
internal sealed record PositionRange(Position Start, Position End);

internal sealed record DocumentLocation(string Uri, PositionRange Range);

internal sealed record DocumentId(string Uri);

/// <param name="Uri">The document.</param>
/// <param name="Version">Null: as it lies on disk.</param>
internal sealed record VersionedDocumentId(string Uri, int? Version = null);

internal sealed record DocumentItem(string Uri, int Version, string Text);

internal sealed record DidOpenParams(DocumentItem TextDocument);

internal sealed record DidChangeParams(VersionedDocumentId TextDocument, IReadOnlyList<ContentChange> ContentChanges);

/// <param name="Text">The new text.</param>
/// <param name="Range">What it replaces; null: everything.</param>
internal sealed record ContentChange(string Text, PositionRange? Range = null);

internal sealed record DocumentParams(DocumentId TextDocument);

internal sealed record DocumentPositionParams(DocumentId TextDocument, Position Position);

internal sealed record DidChangeFoldersParams(FoldersChange Event);

internal sealed record FoldersChange(IReadOnlyList<WorkspaceFolder> Added, IReadOnlyList<WorkspaceFolder> Removed);

/// <summary>Replaces a range.</summary>
internal sealed record DocumentEdit(PositionRange Range, string NewText);

/// <summary>Edits to several documents; in one of two forms, the second for clients that know versions.</summary>
internal sealed record WorkspaceEdit(
    IReadOnlyDictionary<string, IReadOnlyList<DocumentEdit>>? Changes = null,
    IReadOnlyList<VersionedEdits>? DocumentChanges = null);

internal sealed record VersionedEdits(VersionedDocumentIdOrNull TextDocument, IReadOnlyList<DocumentEdit> Edits);

/// <summary>As <see cref="VersionedDocumentId"/>, but a version that is null is written.</summary>
internal sealed record VersionedDocumentIdOrNull(
    string Uri,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] int? Version);
