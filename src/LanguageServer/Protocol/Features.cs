namespace TierPolicy.LanguageServer.Protocol;

internal sealed record PublishDiagnosticsParams(string Uri, IReadOnlyList<DiagnosticItem> Diagnostics, int? Version = null);

/// <param name="Severity">1 error, 2 warning, 3 information.</param>
internal sealed record DiagnosticItem(
    PositionRange Range,
    int Severity,
    string Code,
    string Source,
    string Message,
    CodeDescription? CodeDescription,
    IReadOnlyList<RelatedItem>? RelatedInformation);

internal sealed record CodeDescription(string Href);

internal sealed record RelatedItem(DocumentLocation Location, string Message);

/// <param name="Kind"><c>markdown</c>.</param>
internal sealed record MarkupContent(string Value, string Kind = "markdown");

internal sealed record Hover(MarkupContent Contents, PositionRange Range);

internal sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);

/// <param name="InsertTextFormat">1 plain, 2 a snippet.</param>
internal sealed record CompletionItem(
    string Label,
    CompletionItemKind Kind,
    string SortText,
    DocumentEdit TextEdit,
    string? Detail,
    MarkupContent? Documentation,
    int InsertTextFormat);

internal enum CompletionItemKind
{
    Method = 2,
    Field = 5,
    Class = 7,
    Module = 9,
    Unit = 11,
    Value = 12,
    Keyword = 14,
    EnumMember = 20,
    Struct = 22,
}

internal sealed record ReferenceParams(DocumentId TextDocument, Position Position, ReferenceContext Context);

internal sealed record ReferenceContext(bool IncludeDeclaration);

/// <param name="Range">Where the symbol is named.</param>
internal sealed record DocumentHighlight(PositionRange Range);

internal sealed record RenameParams(DocumentId TextDocument, Position Position, string NewName);

internal sealed record PrepareRenameResult(PositionRange Range, string Placeholder);

/// <param name="Range">All of it.</param>
/// <param name="SelectionRange">Its name.</param>
internal sealed record DocumentSymbol(
    string Name,
    string? Detail,
    DocumentSymbolKind Kind,
    PositionRange Range,
    PositionRange SelectionRange,
    IReadOnlyList<DocumentSymbol> Children);

internal enum DocumentSymbolKind
{
    Module = 2,
    Namespace = 3,
    Class = 5,
    Enum = 10,
    Array = 18,
    Object = 19,
    EnumMember = 22,
    Struct = 23,
    Event = 24,
}

internal sealed record CodeActionParams(DocumentId TextDocument, PositionRange Range, CodeActionContext Context);

/// <param name="Only">The kinds that are asked for; null: all.</param>
internal sealed record CodeActionContext(IReadOnlyList<string>? Only = null);

internal sealed record CodeAction(string Title, string Kind, IReadOnlyList<DiagnosticItem> Diagnostics, bool IsPreferred, WorkspaceEdit Edit);

internal static class CodeActionKinds
{
    public const string QuickFix = "quickfix";
}

internal sealed record FoldingRange(int StartLine, int EndLine, string? Kind);
