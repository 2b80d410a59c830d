using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Tests.Harness;

namespace TierPolicy.LanguageServer.Tests;

/// <summary>What the protocol says of clients that do what they should, and of those that do not.</summary>
public sealed class ProtocolTests
{
    private static readonly object Somewhere = new { textDocument = new { uri = InProcess.TestUri }, position = new { line = 0, character = 0 } };

    [Fact]
    public async Task Before_the_beginning_and_after_the_end_requests_are_refused()
    {
        using LspClient client = LspClient.InProcess();
        Assert.Equal(-32002, (await client.ErrorAsync("textDocument/hover", Somewhere)).Code);
        await client.InitializeAsync();
        Assert.Equal(-32600, (await client.ErrorAsync("initialize", new { })).Code);
        await client.RequestAsync("shutdown");
        Assert.Equal(-32600, (await client.ErrorAsync("textDocument/hover", Somewhere)).Code);
        Assert.Equal(-32600, (await client.ErrorAsync("shutdown")).Code);
        await client.NotifyAsync("exit");
        Assert.Equal(0, await client.Ended.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task An_exit_without_a_shutdown_is_told_apart()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.NotifyAsync("exit");
        Assert.Equal(1, await client.Ended.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task A_client_that_says_all_at_once_and_closes_its_side_gets_its_answers()
    {
        for (int i = 0; i < 20; i++)
        {
            Pipe input = new();
            using MemoryStream output = new();
            input.Writer.Write(Message("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"""));
            input.Writer.Write(Message("""{"jsonrpc":"2.0","id":2,"method":"shutdown"}"""));
            input.Writer.Write(Message("""{"jsonrpc":"2.0","method":"exit"}"""));
            await input.Writer.CompleteAsync();
            StringWriter errors = new();
            Assert.Equal(0, await Server.RunAsync(input.Reader.AsStream(), output, new MemorySources(), errors).WaitAsync(LspClient.Patience));
            string answers = Encoding.UTF8.GetString(output.ToArray());
            Assert.Contains("\"capabilities\"", answers, StringComparison.Ordinal);
            Assert.Contains("\"id\":2", answers, StringComparison.Ordinal);
            Assert.Equal("", errors.ToString());
        }

        static byte[] Message(string body) => Encoding.UTF8.GetBytes($"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    [Theory]
    [InlineData("hello\r\n\r\n", "the connection broke")]
    [InlineData("Content-Type: text\r\n\r\n{}", "the connection broke")]
    [InlineData("Content-Length: many\r\n\r\n{}", "the connection broke")]
    [InlineData("", "without 'shutdown' and 'exit'")]
    public async Task Why_a_connection_came_to_a_bad_end_is_said(string sent, string said)
    {
        Pipe input = new();
        input.Writer.Write(Encoding.UTF8.GetBytes(sent));
        await input.Writer.CompleteAsync();
        StringWriter errors = new();
        Assert.Equal(1, await Server.RunAsync(input.Reader.AsStream(), Stream.Null, new MemorySources(), errors).WaitAsync(LspClient.Patience));
        Assert.StartsWith("error: ", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(said, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_client_is_gone_so_is_the_server()
    {
        LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        client.Dispose();
        Assert.Equal(1, await client.Ended.WaitAsync(LspClient.Patience));
    }

    [Theory]
    [InlineData("{ \"jsonrpc\": nonsense")]
    [InlineData("[1,2]")]
    [InlineData("\"a string\"")]
    [InlineData("{\"jsonrpc\":\"2.0\"}")]
    public async Task A_message_that_is_none_is_answered_with_an_error_and_the_next_one_is_read(string body)
    {
        using LspClient client = LspClient.InProcess();
        client.WriteRaw(body);
        JsonElement answer = client.Next(message => message.TryGetProperty("error", out _));
        Assert.Equal(-32700, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("id").ValueKind);
        await client.InitializeAsync();
        Assert.Equal(JsonValueKind.Null, (await client.RequestAsync("textDocument/hover", Somewhere)).ValueKind);
    }

    [Fact]
    public async Task Unknown_methods_are_refused_and_unknown_notifications_passed_over()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.NotifyAsync("$/setTrace", new { value = "off" });
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = (object?)null });
        Assert.Equal(-32601, (await client.ErrorAsync("textDocument/unheardOf", Somewhere)).Code);
    }

    [Fact]
    public async Task Parameters_that_lack_something_are_refused_without_a_stack_trace()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        JsonElement answer = await client.AskAsync("textDocument/hover", new { position = 3 });
        Assert.Equal(-32602, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.DoesNotContain("   at ", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_no_longer_wanted_is_answered_once_and_the_server_goes_on()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        string big = string.Concat(Enumerable.Range(0, 300).Select(i => $"topology T{i} {{ node A : dram {{ capacity 1GiB; }} }}\n"));
        await client.OpenAsync(InProcess.TestUri, big);
        Task<JsonElement> answer = client.Ask("textDocument/documentSymbol", new { textDocument = new { uri = InProcess.TestUri } }, out int id);
        await client.NotifyAsync("$/cancelRequest", new { id });

        // It may be too late to cancel it.
        JsonElement received = await answer;
        Assert.True(received.TryGetProperty("result", out _) || received.GetProperty("error").GetProperty("code").GetInt32() == -32800, received.GetRawText());
        Assert.NotEqual(JsonValueKind.Null, (await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = InProcess.TestUri } })).ValueKind);
    }

    [Fact]
    public async Task Documents_that_are_not_there_have_nothing_to_say()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.ChangeAsync("file:///w/never-opened.tierpolicy", 2, new ContentChange("topology"));
        foreach (string method in (string[])["hover", "definition", "completion", "documentHighlight", "prepareRename"])
        {
            Assert.Equal(JsonValueKind.Null, (await client.AtAsync("textDocument/" + method, "file:///w/gone.tierpolicy", new Position(3, 4))).ValueKind);
        }
    }

    [Fact]
    public async Task Clients_that_can_watch_files_are_asked_to()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync(capabilities: new { workspace = new { didChangeWatchedFiles = new { dynamicRegistration = true } } });
        JsonElement asked = client.Next(message => message.GetProperty("method").GetString() == "client/registerCapability");
        Assert.Contains("**/*.tierpolicy", asked.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_text_and_no_place_in_it_is_too_much()
    {
        string[] texts =
        [
            "", "\0", "\uFEFFtopology", "\ud83d", new string('(', 20_000), "policy P on T { keep when " + new string('(', 2_000), "}}}}", "policy P on T { expect A { } } }", "1GiB", "\"", "/*",
            Policies.Topology + Policies.Policy,
        ];
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        for (int i = 0; i < texts.Length; i++)
        {
            string uri = $"untitled:{i}";
            await client.OpenAsync(uri, texts[i]);
            await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri } });
            await client.RequestAsync("textDocument/foldingRange", new { textDocument = new { uri } });
            int step = Math.Max(1, texts[i].Length / 100);
            for (int offset = 0; offset <= texts[i].Length; offset += step)
            {
                Position position = new Workspace.LineMap(texts[i]).PositionOf(offset);
                await client.AtAsync("textDocument/completion", uri, position);
                await client.AtAsync("textDocument/hover", uri, position);
            }
        }
    }
}
