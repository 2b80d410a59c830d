using System.Text.Json;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace TierPolicy.LanguageServer;

/// <summary>The connection to the client, with the server's manners.</summary>
internal sealed class ServerConnection : JsonRpc
{
    private readonly ForgivingMessageHandler _handler;

    public ServerConnection(ForgivingMessageHandler handler)
        : base(handler)
    {
        _handler = handler;
        handler.Handled = HandledAsync;

        // One message after another, in the order in which they come: a request sees every edit that was made before it. A cancellation does
        // not wait in line.
        SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false);
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
    }

    /// <summary>Completes when all that was read until now has had its turn.</summary>
    private Task HandledAsync()
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SynchronizationContext!.Post(static state => ((TaskCompletionSource)state!).SetResult(), done);
        return done.Task;
    }

    protected override async ValueTask SendAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (message is JsonRpcResult or JsonRpcError)
            {
                _handler.NoteAnswer();
            }
        }
    }

    /// <summary>Clients show messages to people, who have no use for a stack trace.</summary>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        JsonRpcError.ErrorDetail details = base.CreateErrorDetails(request, exception);
        return exception is LocalRpcException ? details : new JsonRpcError.ErrorDetail
        {
            Code = exception is JsonException ? JsonRpcErrorCode.InvalidParams : details.Code,
            Message = details.Message,
        };
    }
}
