using System.Diagnostics;
using StreamJsonRpc;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer;

/// <summary>The language server: it speaks the Language Server Protocol over two streams until the client has had enough.</summary>
public static class Server
{
    /// <summary>Serves one client.</summary>
    /// <param name="input">What the client writes.</param>
    /// <param name="output">What it reads.</param>
    /// <param name="sources">The files on disk.</param>
    /// <returns>The exit code that the protocol asks for: 0 after a proper end, 1 when the client, or its process, is gone without one.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, IPolicySources sources)
    {
        using ForgivingMessageHandler handler = new(output, input);
        using ServerConnection rpc = new(handler);
        TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Endpoint endpoint = new(new Client(rpc), new PolicyWorkspace(sources), sources, exit);
        rpc.AddLocalRpcTarget(endpoint, new JsonRpcTargetOptions { AllowNonPublicInvocation = false });
        rpc.Disconnected += (_, _) => exit.TrySetResult(endpoint.ExitCode);
        rpc.StartListening();
        return await exit.Task.ConfigureAwait(false);
    }

    /// <summary>Ends when the process with this id does: a client that crashed says no good-bye.</summary>
    internal static async Task WatchAsync(int processId, TaskCompletionSource<int> exit)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is gone already, or nobody may look at it: in both cases the streams will tell.
            return;
        }

        exit.TrySetResult(1);
    }
}
