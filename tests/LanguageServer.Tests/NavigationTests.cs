using System.Text.Json;
using TierPolicy.LanguageServer.Tests.Harness;
using static TierPolicy.LanguageServer.Tests.Harness.InProcess;

namespace TierPolicy.LanguageServer.Tests;

public sealed class NavigationTests
{
    private static readonly (string, string) Machine = ("/w/machine.tierpolicy", Policies.Topology);

    [Theory]
    [InlineData("on Machine", "on M$$achine", "machine.tierpolicy(3,10)")]
    [InlineData("watermarks Fast", "watermarks $$Fast", "machine.tierpolicy(5,10)")]
    [InlineData("keep Dram", "keep Dram$$", "machine.tierpolicy(5,22)")]
    [InlineData("nodes Dram, Slow", "nodes Dram, S$$low", "machine.tierpolicy(6,10)")]
    [InlineData("offline(Cxl1)", "offline(C$$xl1)", "machine.tierpolicy(9,14)")]
    [InlineData("-> demote Cxl0", "-> demote C$$xl0", "machine.tierpolicy(8,14)")]
    [InlineData("== Batch", "== B$$atch", "test.tierpolicy(10,12)")]
    [InlineData("{ domain Batch;", "{ domain B$$atch;", "test.tierpolicy(10,12)")]
    public async Task Definitions_are_found_in_other_files_and_in_scope(string unmarked, string marked, string expected)
        => Assert.Equal(expected, Place(await AskAsync("textDocument/definition", Policies.Policy.Replace(unmarked, marked, StringComparison.Ordinal), Machine)));

    [Theory]
    [InlineData("keep Dram when", "ke$$ep Dram when")]
    [InlineData("Acme.Rules.IsHot(page)", "Acme.Rules.$$IsHot(page)")]
    public async Task What_is_declared_nowhere_here_has_no_definition(string unmarked, string marked)
        => Assert.Equal(JsonValueKind.Null, (await AskAsync("textDocument/definition", Policies.Policy.Replace(unmarked, marked, StringComparison.Ordinal), Machine)).ValueKind);

    [Fact]
    public async Task References_are_found_over_all_files_of_the_project()
    {
        MarkedText text = new(Policies.Policy.Replace("keep Dram", "keep D$$ram", StringComparison.Ordinal));
        MemorySources sources = new();
        sources.Files["/w/machine.tierpolicy"] = Policies.Topology;

        // Another project has a node of the same name.
        sources.Files["/w/other/other.csproj"] = "";
        sources.Files["/w/other/other.tierpolicy"] = Policies.Topology;
        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync();
        await client.OpenAsync(TestUri, text.Text);

        string[] all = await ReferencesAsync(includeDeclaration: true);
        Assert.Equal(
            [
                "machine.tierpolicy(5,22)", "machine.tierpolicy(12,16)", "machine.tierpolicy(12,31)",
                "test.tierpolicy(7,10)", "test.tierpolicy(10,38)", "test.tierpolicy(11,27)", "test.tierpolicy(12,12)", "test.tierpolicy(13,12)",
            ],
            all);
        Assert.Equal(all.Skip(1), await ReferencesAsync(includeDeclaration: false));

        JsonElement marks = await client.AtAsync("textDocument/documentHighlight", TestUri, text.Caret);
        Assert.Equal(5, marks.GetArrayLength());

        async Task<string[]> ReferencesAsync(bool includeDeclaration)
        {
            JsonElement references = await client.RequestAsync("textDocument/references", new { textDocument = new { uri = TestUri }, position = text.Caret, context = new { includeDeclaration } });
            return [.. references.EnumerateArray().Select(Place)];
        }
    }

    [Fact]
    public async Task A_predicate_s_uses_are_found()
    {
        MarkedText text = new(Policies.Policy.Replace("Acme.Rules.IsHot(page)", "Acme.Rules.I$$sHot(page)", StringComparison.Ordinal));
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(TestUri, text.Text);
        JsonElement references = await client.RequestAsync("textDocument/references", new { textDocument = new { uri = TestUri }, position = text.Caret, context = new { includeDeclaration = true } });
        Assert.Equal(["test.tierpolicy(7,45)", "test.tierpolicy(12,33)"], references.EnumerateArray().Select(Place));
    }

    [Theory]
    [InlineData("file", "page.domain == f$$ile", "test.tierpolicy(1,24)")]
    [InlineData("file", "page.kind == f$$ile", null)]
    public async Task A_domain_may_be_called_like_a_kind_of_page(string domain, string marked, string? expected)
    {
        JsonElement found = await AskAsync("textDocument/definition", $"policy P on T {{ domain {domain} {{ }} keep when {marked}; }}");
        Assert.Equal(expected, found.ValueKind == JsonValueKind.Null ? null : Place(found));
    }

    [Fact]
    public async Task The_outline_has_declarations_with_what_is_in_them()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(TestUri, Policies.Topology + Policies.Policy.Replace("namespace Acme;", "", StringComparison.Ordinal));
        JsonElement symbols = await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = TestUri } });
        Assert.Equal(
            "Machine(Fast(Dram),Slow(Cxl0,Cxl1),swap,distance),Cache(keep Dram when page.domain == Batch and Acme.Rules.IsHot(page),demote Fast -> Slow,promote Slow -> Fast when page.accesses >= 2,Batch)",
            Show(symbols));

        static string Show(JsonElement symbols) => string.Join(',', symbols.EnumerateArray().Select(symbol =>
            symbol.GetProperty("name").GetString() + (symbol.GetProperty("children").GetArrayLength() == 0 ? "" : $"({Show(symbol.GetProperty("children"))})")));
    }

    [Fact]
    public async Task Blocks_and_comments_fold()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(TestUri, "// a\n// b\n\n// c\ntopology T\n{\n  tier F\n  {\n  }\n  node D : dram { capacity 1GiB; }\n}\n");
        JsonElement ranges = await client.RequestAsync("textDocument/foldingRange", new { textDocument = new { uri = TestUri } });
        Assert.Equal(
            ["0-1 comment", "6-8 ", "4-10 "],
            ranges.EnumerateArray().Select(range => $"{range.GetProperty("startLine")}-{range.GetProperty("endLine")} {(range.TryGetProperty("kind", out JsonElement kind) ? kind : "")}"));
    }
}
