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
    /// <param name="errors">Where it is said why a connection came to a bad end; standard error.</param>
    /// <returns>The exit code that the protocol asks for: 0 after a proper end, 1 when the client, or its process, is gone without one.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, IPolicySources sources, TextWriter errors)
    {
        using ForgivingMessageHandler handler = new(output, input);
        using ServerConnection rpc = new(handler);
        TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Endpoint endpoint = new(new Client(rpc), new PolicyWorkspace(sources), sources, exit);
        rpc.AddLocalRpcTarget(endpoint, new JsonRpcTargetOptions { AllowNonPublicInvocation = false });
        rpc.Disconnected += (_, end) =>
        {
            if (exit.TrySetResult(endpoint.ExitCode) && DescribeEnd(end, endpoint.ExitCode) is { } why)
            {
                errors.WriteLine(why);
            }
        };
        rpc.StartListening();
        int exitCode = await exit.Task.ConfigureAwait(false);
        await handler.AnsweredAsync().ConfigureAwait(false);
        return exitCode;
    }

    private static string? DescribeEnd(JsonRpcDisconnectedEventArgs end, int exitCode) => end switch
    {
        { Exception: { } error } => $"error: the connection broke: {error.Message.ReplaceLineEndings(" ")} Each message is a header, 'Content-Length: BYTES', an empty line, and that many bytes of JSON; lines end with CR LF.",
        _ when exitCode != 0 => "error: the client closed the connection without 'shutdown' and 'exit'.",
        _ => null,
    };

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
