using System.Text.Json;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace TierPolicy.LanguageServer;

/// <summary>The connection to the client, with the server's manners.</summary>
internal sealed class ServerConnection : JsonRpc
{
    public ServerConnection(IJsonRpcMessageHandler handler)
        : base(handler)
    {
        // One message after another, in the order in which they come: a request sees every edit that was made before it. A cancellation does
        // not wait in line.
        SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false);
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
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
