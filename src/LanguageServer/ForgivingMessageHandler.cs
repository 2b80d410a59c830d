using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer;

/// <summary>Reads and writes messages. One that is no JSON is answered with an error, as JSON-RPC says, and is not the end of the connection.</summary>
internal sealed class ForgivingMessageHandler(Stream output, Stream input) : HeaderDelimitedMessageHandler(output, input, CreateFormatter())
{
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await base.ReadCoreAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is JsonException or System.Runtime.Serialization.SerializationException or InvalidOperationException or FormatException)
            {
                // Its length was right, so the next message can be read.
                await WriteAsync(
                    new JsonRpcError
                    {
                        RequestId = RequestId.Null,
                        Error = new JsonRpcError.ErrorDetail { Code = (JsonRpcErrorCode)ErrorCodes.ParseError, Message = "the message is not JSON-RPC" },
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static SystemTextJsonFormatter CreateFormatter() => new() { JsonSerializerOptions = ProtocolJson.Options };
}
