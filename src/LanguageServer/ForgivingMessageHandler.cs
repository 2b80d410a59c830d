using System.IO.Pipelines;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer;

/// <summary>
/// Reads and writes messages. One that is no JSON is answered with an error, as JSON-RPC says, and is not the end of the connection. The end of the input is not told before all that was
/// read is done and answered: a client that has said all may close its side.
/// </summary>
/// <remarks>Over a stream's own pipe writer: what is flushed is in the stream then, and not in the hands of somebody who copies it there.</remarks>
internal sealed class ForgivingMessageHandler(Stream output, Stream input)
    : HeaderDelimitedMessageHandler(PipeWriter.Create(output), PipeReader.Create(input), CreateFormatter())
{
    // Who does not read what is written must not keep the server for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PendingAnswers _pending = new();

    /// <summary>Completes when all messages that were read before are handled; notifications have no answer to wait for.</summary>
    public Func<Task> Handled { get; set; } = static () => Task.CompletedTask;

    /// <summary>Completes when all answers are written, or the client has had its time to take them.</summary>
    public Task AnsweredAsync() => Task.WhenAny(_pending.None, Task.Delay(Patience));

    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                JsonRpcMessage? message = await base.ReadCoreAsync(cancellationToken).ConfigureAwait(false);
                if (message is null)
                {
                    await Task.WhenAny(FinishAsync(), Task.Delay(Patience, cancellationToken)).ConfigureAwait(false);
                }
                else if (message is JsonRpcRequest { IsResponseExpected: true })
                {
                    _pending.Add();
                }

                return message;
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

    /// <summary>An answer is written, or cannot be.</summary>
    public void NoteAnswer() => _pending.Remove();

    private async Task FinishAsync()
    {
        await Handled().ConfigureAwait(false);
        await _pending.None.ConfigureAwait(false);
    }

    private static SystemTextJsonFormatter CreateFormatter() => new() { JsonSerializerOptions = ProtocolJson.Options };
}
