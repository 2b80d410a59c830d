using System.Text.Json;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Tests.Harness;

namespace TierPolicy.LanguageServer.Tests;

/// <summary>The tool as it is built, as an editor starts it, on files on disk.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tierpolicy lsp #[1]").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_session_from_the_first_message_to_the_last()
    {
        string machine = Write("machine.tierpolicy", Policies.Topology);
        string cache = Write("cache.tierpolicy", Policies.Policy);
        Write("obj/machine.tierpolicy", Policies.Topology);
        Write(".editorconfig", "[*.tierpolicy]\ntierpolicy_diagnostic.TP0308.severity = error\n");
        using LspClient client = LspClient.OfProcess();
        JsonElement capabilities = (await client.InitializeAsync(_folder.Replace("#", "%23", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal))).GetProperty("capabilities");
        Assert.Equal("utf-16", capabilities.GetProperty("positionEncoding").GetString());

        // Diagnostics as you type.
        string text = Policies.Policy;
        await client.OpenAsync(cache, text);
        Assert.DoesNotContain(client.NextDiagnostics(cache, version: 1), diagnostic => diagnostic.GetProperty("code").GetString() != "TP0308");
        MarkedText broken = new(text.Replace("demote Fast -> Slow", "demote Fast -> Slo$$", StringComparison.Ordinal));
        await client.ChangeAsync(cache, 2, new ContentChange("", new PositionRange(broken.Caret, broken.Caret with { Character = broken.Caret.Character + 1 })));
        JsonElement mistake = client.NextDiagnostics(cache, version: 2).First(diagnostic => diagnostic.GetProperty("code").GetString() == "TP0020");
        Assert.Equal("unknown node or tier 'Slo'; did you mean 'Slow'?", mistake.GetProperty("message").GetString());
        string page = mistake.GetProperty("codeDescription").GetProperty("href").GetString()!;
        Assert.Contains("TP0020", File.ReadAllText(new Uri(page).LocalPath), StringComparison.Ordinal);

        // The way out of it.
        JsonElement actions = await client.RequestAsync("textDocument/codeAction", new
        {
            textDocument = new { uri = cache },
            range = mistake.GetProperty("range"),
            context = new { diagnostics = new[] { mistake } },
        });
        JsonElement fix = actions.EnumerateArray().First();
        Assert.Equal("Change 'Slo' to 'Slow'", fix.GetProperty("title").GetString());
        text = Edits.Apply(broken.Text, fix.GetProperty("edit").GetProperty("changes").GetProperty(cache));
        Assert.Equal(Policies.Policy, text);
        await client.ChangeAsync(cache, 3, new ContentChange(text));
        Assert.DoesNotContain(client.NextDiagnostics(cache, version: 3), diagnostic => diagnostic.GetProperty("code").GetString() == "TP0020");

        // Completion, hover.
        Position target = new MarkedText(text.Replace("-> demote Cxl0", "-> demote $$Cxl0", StringComparison.Ordinal)).Caret;
        JsonElement completion = await client.AtAsync("textDocument/completion", cache, target);
        Assert.Equal(["Dram", "Cxl0", "Cxl1"], completion.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("label").GetString()));
        JsonElement hover = await client.AtAsync("textDocument/hover", cache, target);
        Assert.Contains("node Cxl0 : cxl", hover.GetProperty("contents").GetProperty("value").GetString(), StringComparison.Ordinal);

        // Definition, references, marks, outline, folding.
        JsonElement definition = await client.AtAsync("textDocument/definition", cache, target);
        Assert.Equal(machine, definition.GetProperty("uri").GetString());
        Assert.Equal("machine.tierpolicy(8,14)", InProcess.Place(definition));
        JsonElement references = await client.RequestAsync("textDocument/references", new { textDocument = new { uri = cache }, position = target, context = new { includeDeclaration = true } });
        Assert.Equal(5, references.GetArrayLength());
        Assert.Equal(2, (await client.AtAsync("textDocument/documentHighlight", cache, target)).GetArrayLength());
        Assert.Equal(1, (await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = cache } })).GetArrayLength());
        Assert.Equal(1, (await client.RequestAsync("textDocument/foldingRange", new { textDocument = new { uri = cache } })).GetArrayLength());

        // Rename, over both files.
        Assert.Equal("Cxl0", (await client.AtAsync("textDocument/prepareRename", cache, target)).GetProperty("placeholder").GetString());
        JsonElement changes = (await client.RequestAsync("textDocument/rename", new { textDocument = new { uri = cache }, position = target, newName = "Near" })).GetProperty("changes");
        text = Edits.Apply(text, changes.GetProperty(cache));
        File.WriteAllText(Path.Combine(_folder, "machine.tierpolicy"), Edits.Apply(Policies.Topology, changes.GetProperty(machine)));
        await client.ChangeAsync(cache, 4, new ContentChange(text));
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = machine, type = 2 } } });

        // Formatting.
        JsonElement edits = await client.RequestAsync("textDocument/formatting", new { textDocument = new { uri = cache }, options = new { tabSize = 4, insertSpaces = true } });
        text = Edits.Apply(text, edits);
        Assert.Equal(Language.Formatting.Formatter.Format("", text), text);
        await client.ChangeAsync(cache, 5, new ContentChange(text));
        Assert.DoesNotContain(client.NextDiagnostics(cache, version: 5), diagnostic => diagnostic.GetProperty("code").GetString() != "TP0308");

        // A file that vanishes, and the end.
        File.Delete(Path.Combine(_folder, "machine.tierpolicy"));
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = cache } });
        Assert.Contains(client.NextDiagnostics(cache), diagnostic => diagnostic.GetProperty("code").GetString() == "TP0020");
        Assert.Equal(JsonValueKind.Null, (await client.RequestAsync("shutdown")).ValueKind);
        await client.NotifyAsync("exit");
        Assert.Equal(0, await client.Ended.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task A_client_that_goes_without_a_word_takes_the_server_with_it()
    {
        LspClient client = LspClient.OfProcess();
        await client.InitializeAsync(_folder);
        client.CloseInput();
        Assert.Equal(1, await client.Ended.WaitAsync(LspClient.Patience));
        client.Dispose();
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return new Uri(path).AbsoluteUri;
    }
}
