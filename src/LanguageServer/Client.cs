using StreamJsonRpc;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer;

/// <summary>What the server tells the client and asks of it.</summary>
internal sealed class Client(JsonRpc rpc)
{
    public void PublishDiagnostics(PublishDiagnosticsParams diagnostics) => Send(rpc.NotifyWithParameterObjectAsync("textDocument/publishDiagnostics", diagnostics));

    /// <summary>Asks to be told when files change on disk.</summary>
    public void WatchFiles(params string[] patterns) => Send(rpc.InvokeWithParameterObjectAsync<object?>(
        "client/registerCapability",
        new RegistrationParams([new Registration("files", "workspace/didChangeWatchedFiles", new WatchedFilesRegistration([.. patterns.Select(pattern => new FileWatcher(pattern))]))])));

    /// <summary>Whether the client is still there, or wants it, is found out elsewhere.</summary>
    private static void Send(Task sent) => sent.ContinueWith(
        static task => _ = task.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);
}
