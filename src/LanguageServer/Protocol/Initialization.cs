namespace TierPolicy.LanguageServer.Protocol;

/// <summary>What a client says of itself. Only what the server looks at is here, and everything may be absent.</summary>
internal sealed record InitializeParams(
    int? ProcessId = null,
    string? RootUri = null,
    IReadOnlyList<WorkspaceFolder>? WorkspaceFolders = null,
    ClientCapabilities? Capabilities = null);

internal sealed record WorkspaceFolder(string Uri);

internal sealed record ClientCapabilities(WorkspaceClientCapabilities? Workspace = null, TextDocumentClientCapabilities? TextDocument = null);

internal sealed record WorkspaceClientCapabilities(WatchedFilesCapability? DidChangeWatchedFiles = null, WorkspaceEditCapability? WorkspaceEdit = null);

internal sealed record WatchedFilesCapability(bool DynamicRegistration = false);

internal sealed record WorkspaceEditCapability(bool DocumentChanges = false);

internal sealed record TextDocumentClientCapabilities(CompletionCapability? Completion = null);

internal sealed record CompletionCapability(CompletionItemCapability? CompletionItem = null);

internal sealed record CompletionItemCapability(bool SnippetSupport = false);

internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

internal sealed record ServerInfo(string Name, string Version);

/// <summary>What the server can do.</summary>
internal sealed record ServerCapabilities
{
    /// <summary>The one encoding that every client knows.</summary>
    public string PositionEncoding { get; init; } = "utf-16";

    public TextDocumentSyncOptions TextDocumentSync { get; init; } = new();

    public CompletionOptions CompletionProvider { get; init; } = new([".", ":", ">"]);

    public bool HoverProvider { get; init; } = true;

    public bool DefinitionProvider { get; init; } = true;

    public bool ReferencesProvider { get; init; } = true;

    public bool DocumentHighlightProvider { get; init; } = true;

    public bool DocumentSymbolProvider { get; init; } = true;

    public bool DocumentFormattingProvider { get; init; } = true;

    public bool FoldingRangeProvider { get; init; } = true;

    public RenameOptions RenameProvider { get; init; } = new(PrepareProvider: true);

    public CodeActionOptions CodeActionProvider { get; init; } = new([CodeActionKinds.QuickFix]);

    public WorkspaceServerCapabilities Workspace { get; init; } = new(new WorkspaceFoldersOptions(Supported: true, ChangeNotifications: true));
}

/// <param name="Change">2: changes are sent, not whole texts.</param>
/// <param name="OpenClose">The client says what is open.</param>
/// <param name="Save">The client says when a file is saved.</param>
internal sealed record TextDocumentSyncOptions(int Change = 2, bool OpenClose = true, bool Save = true);

internal sealed record CompletionOptions(IReadOnlyList<string> TriggerCharacters);

internal sealed record RenameOptions(bool PrepareProvider);

internal sealed record CodeActionOptions(IReadOnlyList<string> CodeActionKinds);

internal sealed record WorkspaceServerCapabilities(WorkspaceFoldersOptions WorkspaceFolders);

internal sealed record WorkspaceFoldersOptions(bool Supported, bool ChangeNotifications);

internal sealed record RegistrationParams(IReadOnlyList<Registration> Registrations);

internal sealed record Registration(string Id, string Method, WatchedFilesRegistration RegisterOptions);

internal sealed record WatchedFilesRegistration(IReadOnlyList<FileWatcher> Watchers);

internal sealed record FileWatcher(string GlobPattern);
