using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TierPolicy.LanguageServer.Protocol;
using Xunit.Sdk;

namespace TierPolicy.LanguageServer.Tests.Harness;

/// <summary>An editor's side of the protocol, written out by hand: what goes over the wire is what is tested.</summary>
internal sealed class LspClient : IDisposable
{
    // On a machine that does much else; when all is well nobody waits for it.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly BlockingCollection<JsonElement> _notifications = [];
    private readonly Process? _process;
    private int _lastId;

    private LspClient(Stream input, Stream output, Process? process, Task<int> ended)
    {
        _input = input;
        _output = output;
        _process = process;
        Ended = ended;
        _ = Task.Run(ReadAllAsync);
    }

    /// <summary>The server's exit code, when there is one.</summary>
    public Task<int> Ended { get; }

    /// <summary>What the server asked of the client, and replies to nothing: in the order in which it came.</summary>
    public List<JsonElement> Asked { get; } = [];

    /// <summary>The tool as it is built.</summary>
    public static LspClient OfProcess()
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "TierPolicy.Tool.dll"), "lsp", "--stdio" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new LspClient(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, process, WaitAsync(process));

        static async Task<int> WaitAsync(Process process)
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    /// <summary>A server in this process.</summary>
    public static LspClient InProcess(MemorySources? sources = null)
    {
        (Stream client, Stream server) = Nerdbank.Streams.FullDuplexStream.CreatePair();
        return new LspClient(client, client, null, Server.RunAsync(server, server, sources ?? new MemorySources(), TextWriter.Null));
    }

    public async Task<JsonElement> InitializeAsync(string? folder = "/w", object? capabilities = null)
    {
        JsonElement result = await RequestAsync("initialize", new
        {
            processId = Environment.ProcessId,
            rootUri = (string?)null,
            workspaceFolders = folder is null ? null : new[] { new { uri = "file://" + folder, name = "folder" } },
            capabilities = capabilities ?? new { },
        });
        await NotifyAsync("initialized", new { });
        return result;
    }

    public async Task<JsonElement> RequestAsync(string method, object? parameters = null)
    {
        JsonElement answer = await AskAsync(method, parameters);
        return answer.TryGetProperty("error", out JsonElement error)
            ? throw new XunitException($"{method}: {error.GetRawText()}")
            : answer.GetProperty("result");
    }

    /// <summary>The code and message of the error that a request is answered with.</summary>
    public async Task<(int Code, string Message)> ErrorAsync(string method, object? parameters = null)
    {
        JsonElement answer = await AskAsync(method, parameters);
        JsonElement error = answer.GetProperty("error");
        return (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!);
    }

    public Task<JsonElement> AskAsync(string method, object? parameters) => Ask(method, parameters, out _);

    public Task<JsonElement> Ask(string method, object? parameters, out int id)
    {
        id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonElement> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        Write(new { jsonrpc = "2.0", id, method, @params = parameters });
        return answer.Task.WaitAsync(Patience);
    }

    public Task NotifyAsync(string method, object? parameters = null)
    {
        Write(new { jsonrpc = "2.0", method, @params = parameters });
        return Task.CompletedTask;
    }

    /// <summary>A message as it is, right or wrong.</summary>
    public void WriteRaw(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        lock (_output)
        {
            _output.Write(Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"));
            _output.Write(bytes);
            _output.Flush();
        }
    }

    public Task OpenAsync(string uri, string text, int version = 1)
        => NotifyAsync("textDocument/didOpen", new { textDocument = new { uri, languageId = "tierpolicy", version, text } });

    public Task ChangeAsync(string uri, int version, params ContentChange[] changes)
        => NotifyAsync("textDocument/didChange", new { textDocument = new { uri, version }, contentChanges = changes });

    /// <summary>The answer of a request about a place.</summary>
    public Task<JsonElement> AtAsync(string method, string uri, Position position)
        => RequestAsync(method, new { textDocument = new { uri }, position });

    /// <summary>The next diagnostics that are published for a document, of this version if it is given.</summary>
    public IReadOnlyList<JsonElement> NextDiagnostics(string uri, int? version = null)
    {
        JsonElement found = Next(message => message.GetProperty("method").GetString() == "textDocument/publishDiagnostics"
            && message.GetProperty("params").GetProperty("uri").GetString() == uri
            && (version is null || (message.GetProperty("params").TryGetProperty("version", out JsonElement told) && told.GetInt32() == version)));
        return [.. found.GetProperty("params").GetProperty("diagnostics").EnumerateArray()];
    }

    /// <summary>The next message of the server that nobody asked for and that is wanted; others are passed over.</summary>
    public JsonElement Next(Func<JsonElement, bool> isWanted)
    {
        while (_notifications.TryTake(out JsonElement message, Patience))
        {
            if (isWanted(message))
            {
                return message;
            }
        }

        throw new XunitException("the server did not say what was waited for");
    }

    public void CloseInput() => _output.Dispose();

    public void Dispose()
    {
        _output.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
    }

    private void Write(object message) => WriteRaw(JsonSerializer.Serialize(message, ProtocolJson.Options));

    private async Task ReadAllAsync()
    {
        try
        {
            while (await ReadAsync() is { } message)
            {
                bool hasId = message.TryGetProperty("id", out JsonElement id);
                if (message.TryGetProperty("method", out _))
                {
                    if (hasId)
                    {
                        Asked.Add(message);
                        Write(new { jsonrpc = "2.0", id, result = (object?)null });
                    }

                    _notifications.Add(message);
                }
                else if (id.ValueKind == JsonValueKind.Number && _pending.TryRemove(id.GetInt32(), out TaskCompletionSource<JsonElement>? answer))
                {
                    answer.SetResult(message);
                }
                else
                {
                    // An answer to what could not be read.
                    _notifications.Add(message);
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task<JsonElement?> ReadAsync()
    {
        int length = 0;
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                byte[] body = new byte[length];
                await _input.ReadExactlyAsync(body);
                return JsonSerializer.Deserialize<JsonElement>(body);
            }

            const string Header = "Content-Length:";
            length = line.StartsWith(Header, StringComparison.OrdinalIgnoreCase) ? int.Parse(line[Header.Length..], System.Globalization.CultureInfo.InvariantCulture) : length;
        }

        return null;
    }

    private async Task<string?> ReadLineAsync()
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (await _input.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }
}
