using System.Text.Json;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Tests.Harness;

namespace TierPolicy.LanguageServer.Tests;

public sealed class RenameTests
{
    private const string Machine = "/w/machine.tierpolicy";

    [Theory]
    [InlineData("keep Dram", "keep D$$ram", "Dram", "Memory")]
    [InlineData("demote Fast", "demote F$$ast", "Fast", "Near")]
    [InlineData("== Batch", "== B$$atch", "Batch", "Jobs")]
    [InlineData("on Machine", "on M$$achine", "Machine", "Box")]
    [InlineData("policy Cache", "policy C$$ache", "Cache", "Store")]
    public async Task A_name_is_changed_in_all_files_and_nothing_else_is(string unmarked, string marked, string oldName, string newName)
    {
        MarkedText text = new(Policies.Policy.Replace(unmarked, marked, StringComparison.Ordinal));
        using LspClient client = await OpenAsync(text.Text);
        JsonElement edit = await client.RequestAsync("textDocument/rename", Rename(text, newName));
        Assert.Equal(Replaced(text.Text), Apply(edit, InProcess.TestUri, text.Text));
        Assert.Equal(Replaced(Policies.Topology), Apply(edit, "file://" + Machine, Policies.Topology));

        string Replaced(string before) => System.Text.RegularExpressions.Regex.Replace(before, $@"\b{oldName}\b", newName);
    }

    [Theory]
    [InlineData("2fast", "is not a name")]
    [InlineData("a b", "is not a name")]
    [InlineData("", "is not a name")]
    [InlineData("none", "is reserved")]
    [InlineData("Cxl0", "is taken: a node has that name already")]
    [InlineData("Slow", "is taken: a tier has that name already")]
    [InlineData("value__", "cannot be a member of an enum")]
    public async Task A_name_that_cannot_be_is_refused_with_the_reason(string newName, string expected)
    {
        MarkedText text = new(Policies.Policy.Replace("keep Dram", "keep D$$ram", StringComparison.Ordinal));
        using LspClient client = await OpenAsync(text.Text);
        (int code, string message) = await client.ErrorAsync("textDocument/rename", Rename(text, newName));
        Assert.Equal(-32803, code);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_would_hide_another_is_refused()
    {
        // Renamed to 'Outer', the inner topology would be the one that the policy means.
        MarkedText text = new("namespace A.B; topology In$$ner { node D : dram { capacity 1GiB; } } policy P on Outer { keep D; }");
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync("file:///w/outer.tierpolicy", "namespace A; topology Outer { node D : dram { capacity 1GiB; } }");
        await client.OpenAsync(InProcess.TestUri, text.Text);
        (int _, string message) = await client.ErrorAsync("textDocument/rename", Rename(text, "Outer"));
        Assert.Contains("something else would be meant", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_qualified_name_the_last_part_is_changed()
    {
        MarkedText text = new("policy P on Acme . Mach$$ine { }");
        using LspClient client = await OpenAsync(text.Text);
        JsonElement prepared = await client.AtAsync("textDocument/prepareRename", InProcess.TestUri, text.Caret);
        Assert.Equal("""{"range":{"start":{"line":0,"character":19},"end":{"line":0,"character":26}},"placeholder":"Machine"}""", prepared.GetRawText());
        JsonElement edit = await client.RequestAsync("textDocument/rename", Rename(text, "Box"));
        Assert.Equal("policy P on Acme . Box { }", Apply(edit, InProcess.TestUri, text.Text));
    }

    [Fact]
    public async Task What_is_no_name_cannot_be_renamed_and_a_predicate_is_renamed_in_CSharp()
    {
        MarkedText text = new(Policies.Policy.Replace("IsHot(page)", "I$$sHot(page)", StringComparison.Ordinal));
        using LspClient client = await OpenAsync(text.Text);
        (int _, string message) = await client.ErrorAsync("textDocument/prepareRename", new { textDocument = new { uri = InProcess.TestUri }, position = text.Caret });
        Assert.Contains("rename it there", message, StringComparison.Ordinal);
        JsonElement nothing = await client.AtAsync("textDocument/prepareRename", InProcess.TestUri, new Position(4, 6));
        Assert.Equal(JsonValueKind.Null, nothing.ValueKind);
    }

    [Fact]
    public async Task Clients_that_know_versions_get_them()
    {
        MarkedText text = new(Policies.Policy.Replace("keep Dram", "keep D$$ram", StringComparison.Ordinal));
        using LspClient client = await OpenAsync(text.Text, new { workspace = new { workspaceEdit = new { documentChanges = true } } });
        JsonElement edit = await client.RequestAsync("textDocument/rename", Rename(text, "Memory"));
        Assert.Equal(
            ["""{"uri":"file:///w/machine.tierpolicy","version":null}""", """{"uri":"file:///w/test.tierpolicy","version":1}"""],
            edit.GetProperty("documentChanges").EnumerateArray().Select(change => change.GetProperty("textDocument").GetRawText()));
    }

    private static async Task<LspClient> OpenAsync(string text, object? capabilities = null)
    {
        MemorySources sources = new();
        sources.Files[Machine] = Policies.Topology;
        LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync(capabilities: capabilities);
        await client.OpenAsync(InProcess.TestUri, text);
        return client;
    }

    private static object Rename(MarkedText text, string newName) => new { textDocument = new { uri = InProcess.TestUri }, position = text.Caret, newName };

    private static string Apply(JsonElement edit, string uri, string text) => edit.GetProperty("changes").TryGetProperty(uri, out JsonElement edits)
        ? Edits.Apply(text, edits)
        : text;
}
