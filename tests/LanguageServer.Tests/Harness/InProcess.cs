using System.Text.Json;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer.Tests.Harness;

/// <summary>Asks a server in this process one thing about one place.</summary>
internal static class InProcess
{
    public const string TestUri = "file:///w/test.tierpolicy";

    /// <summary>What a request answers about the caret of a file; other files lie beside it.</summary>
    public static async Task<JsonElement> AskAsync(string method, string marked, params (string Path, string Text)[] others)
    {
        MarkedText text = new(marked);
        MemorySources sources = new();
        foreach ((string path, string other) in others)
        {
            sources.Files[path] = other;
        }

        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync();
        await client.OpenAsync(TestUri, text.Text);
        return await client.AtAsync(method, TestUri, text.Caret);
    }

    public static async Task<string[]> CompleteAsync(string marked, params (string Path, string Text)[] others)
    {
        JsonElement list = await AskAsync("textDocument/completion", marked, others);
        return [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("label").GetString()!)];
    }

    /// <summary>The text of a hover; null for none.</summary>
    public static async Task<string?> HoverAsync(string marked, params (string Path, string Text)[] others)
    {
        JsonElement hover = await AskAsync("textDocument/hover", marked, others);
        return hover.ValueKind == JsonValueKind.Null ? null : hover.GetProperty("contents").GetProperty("value").GetString();
    }

    public static string Place(JsonElement location)
    {
        Position start = location.GetProperty("range").GetProperty("start").Deserialize<Position>(ProtocolJson.Options)!;
        return $"{Path.GetFileName(location.GetProperty("uri").GetString())}({start.Line + 1},{start.Character + 1})";
    }
}
