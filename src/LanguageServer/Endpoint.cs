using System.Reflection;
using StreamJsonRpc;
using TierPolicy.LanguageServer.Features;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer;

/// <summary>The methods of the protocol, each handed on to its feature. StreamJsonRpc answers those that are not here.</summary>
/// <param name="client">The other side.</param>
/// <param name="workspace">The documents.</param>
/// <param name="sources">The files on disk.</param>
/// <param name="exit">Ends the server.</param>
internal sealed class Endpoint(Client client, PolicyWorkspace workspace, IPolicySources sources, TaskCompletionSource<int> exit)
{
    private readonly DiagnosticsFeature _diagnostics = new(sources);
    private readonly DiagnosticsPublisher _publisher = new(workspace, new DiagnosticsFeature(sources), client.PublishDiagnostics);
    private CompletionFeature _completion = new(takesSnippets: false);
    private EditWriter _edits = new(knowsVersions: false);
    private State _state;
    private bool _canWatch;

    private enum State
    {
        New,
        Running,
        ShutDown,
    }

    /// <summary>What to exit with when the client goes now.</summary>
    public int ExitCode => _state == State.ShutDown ? 0 : 1;

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(InitializeParams request)
    {
        if (_state != State.New)
        {
            throw new LocalRpcException("the server is initialized already") { ErrorCode = ErrorCodes.InvalidRequest };
        }

        _state = State.Running;
        IEnumerable<string> folders = request.WorkspaceFolders?.Select(folder => folder.Uri) ?? (request.RootUri is { } root ? [root] : []);
        foreach (string folder in folders)
        {
            workspace.AddFolder(folder);
        }

        ClientCapabilities? capabilities = request.Capabilities;
        _completion = new CompletionFeature(capabilities?.TextDocument?.Completion?.CompletionItem?.SnippetSupport ?? false);
        _edits = new EditWriter(capabilities?.Workspace?.WorkspaceEdit?.DocumentChanges ?? false);
        _canWatch = capabilities?.Workspace?.DidChangeWatchedFiles?.DynamicRegistration ?? false;
        if (request.ProcessId is { } parent)
        {
            _ = Server.WatchAsync(parent, exit);
        }

        string version = typeof(Endpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return new InitializeResult(new ServerCapabilities(), new ServerInfo("tierpolicy", version));
    }

    [JsonRpcMethod("initialized")]
    public void Initialized()
    {
        if (_canWatch)
        {
            client.WatchFiles("**/*.tierpolicy", "**/.editorconfig", "**/*.csproj");
        }

        Refresh();
    }

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        RequireRunning();
        _state = State.ShutDown;
        return null;
    }

    [JsonRpcMethod("exit")]
    public void Exit() => exit.TrySetResult(ExitCode);

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(DidOpenParams request) => Update(() => workspace.Open(request.TextDocument));

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(DidChangeParams request) => Update(() => workspace.Change(request.TextDocument, request.ContentChanges));

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void DidClose(DocumentParams request) => Update(() => workspace.Close(request.TextDocument.Uri));

    // Clients that do not watch files say this at least.
    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void DidSave(DocumentParams request) => Refresh();

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWatchedFiles(object request) => Refresh();

    [JsonRpcMethod("workspace/didChangeWorkspaceFolders", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWorkspaceFolders(DidChangeFoldersParams request)
    {
        foreach (WorkspaceFolder folder in request.Event.Removed)
        {
            workspace.RemoveFolder(folder.Uri);
        }

        foreach (WorkspaceFolder folder in request.Event.Added)
        {
            workspace.AddFolder(folder.Uri);
        }

        Refresh();
    }

    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public CompletionList? Completion(DocumentPositionParams request, CancellationToken cancellation)
        => At(request, cancellation, _completion.Complete);

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Hover? Hover(DocumentPositionParams request, CancellationToken cancellation) => At(request, cancellation, HoverFeature.Of);

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public DocumentLocation? Definition(DocumentPositionParams request, CancellationToken cancellation)
        => At(request, cancellation, NavigationFeature.Definition);

    [JsonRpcMethod("textDocument/references", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<DocumentLocation>? References(ReferenceParams request, CancellationToken cancellation) => At(
        new DocumentPositionParams(request.TextDocument, request.Position),
        cancellation,
        (project, document, offset) => NavigationFeature.References(project, document, offset, request.Context.IncludeDeclaration));

    [JsonRpcMethod("textDocument/documentHighlight", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<DocumentHighlight>? DocumentHighlight(DocumentPositionParams request, CancellationToken cancellation)
        => At(request, cancellation, NavigationFeature.Highlights);

    [JsonRpcMethod("textDocument/prepareRename", UseSingleObjectParameterDeserialization = true)]
    public PrepareRenameResult? PrepareRename(DocumentPositionParams request, CancellationToken cancellation) => At(request, cancellation, RenameFeature.Prepare);

    [JsonRpcMethod("textDocument/rename", UseSingleObjectParameterDeserialization = true)]
    public WorkspaceEdit? Rename(RenameParams request, CancellationToken cancellation) => At(
        new DocumentPositionParams(request.TextDocument, request.Position),
        cancellation,
        (project, document, offset) => RenameFeature.Rename(project, document, offset, request.NewName, _edits));

    [JsonRpcMethod("textDocument/documentSymbol", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<DocumentSymbol>? DocumentSymbols(DocumentParams request, CancellationToken cancellation)
        => Find(request.TextDocument, cancellation) is var (document, _) ? DocumentSymbolFeature.Of(document) : null;

    [JsonRpcMethod("textDocument/formatting", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<DocumentEdit>? Formatting(DocumentParams request, CancellationToken cancellation)
        => Find(request.TextDocument, cancellation) is var (document, _) ? FormattingFeature.Format(document) : null;

    [JsonRpcMethod("textDocument/foldingRange", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<FoldingRange>? FoldingRanges(DocumentParams request, CancellationToken cancellation)
        => Find(request.TextDocument, cancellation) is var (document, _) ? FoldingFeature.Of(document) : null;

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<CodeAction>? CodeActions(CodeActionParams request, CancellationToken cancellation)
        => Find(request.TextDocument, cancellation) is var (document, project)
            ? CodeActionFeature.Find(project, document, request, _diagnostics, _edits)
            : null;

    private T? At<T>(DocumentPositionParams request, CancellationToken cancellation, Func<PolicyProject, PolicyDocument, int, T?> answer)
        where T : class
        => Find(request.TextDocument, cancellation) is var (document, project)
            ? answer(project, document, document.Lines.OffsetOf(request.Position))
            : null;

    private (PolicyDocument Document, PolicyProject Project)? Find(DocumentId id, CancellationToken cancellation)
    {
        RequireRunning();

        // It waited in line, and nobody may want the answer any more.
        cancellation.ThrowIfCancellationRequested();
        return workspace.Find(id.Uri);
    }

    private void Refresh() => Update(workspace.Refresh);

    private void Update(Action change)
    {
        RequireRunning();
        change();
        _publisher.Publish();
    }

    private void RequireRunning()
    {
        switch (_state)
        {
            case State.New:
                throw new LocalRpcException("the server is not initialized") { ErrorCode = ErrorCodes.ServerNotInitialized };
            case State.ShutDown:
                throw new LocalRpcException("the server is shut down") { ErrorCode = ErrorCodes.InvalidRequest };
        }
    }
}
