using System.Text.Json;
using CsCheck;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Tests.Harness;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Tests;

/// <summary>Positions, edits of the client and edits for the client.</summary>
public sealed class EditingTests
{
    [Fact]
    public void Positions_count_UTF16_and_lines_end_as_the_protocol_says()
    {
        const string Text = "a\U0001F600b\r\nc\rd\u2028e\n";
        LineMap lines = new(Text);
        Assert.Equal(new Position(0, 3), lines.PositionOf(Text.IndexOf('b', StringComparison.Ordinal)));
        Assert.Equal(new Position(1, 0), lines.PositionOf(Text.IndexOf('c', StringComparison.Ordinal)));

        // To the language a line separator ends the line, to the protocol it does not.
        Assert.Equal(new Position(2, 2), lines.PositionOf(Text.IndexOf('e', StringComparison.Ordinal)));
        Assert.Equal(new Position(3, 0), lines.PositionOf(Text.Length));
        Assert.Equal(4, lines.OffsetOf(new Position(0, 99)));
        Assert.Equal(Text.Length, lines.OffsetOf(new Position(99, 0)));
        Assert.Equal(0, lines.OffsetOf(new Position(-1, int.MaxValue)));
        Assert.Equal(4, lines.OffsetOf(new Position(0, int.MaxValue)));
    }

    [Fact]
    public void Every_offset_has_a_position_that_leads_back()
        => Gen.OneOf(Gen.Const("\r\n"), Gen.Const("\n"), Gen.Const("\r"), Gen.Const("x"), Gen.Const("\U0001F600"), Gen.Const("\u2028")).Array[0, 20].Sample(parts =>
        {
            string text = string.Concat(parts);
            LineMap lines = new(text);
            for (int offset = 0; offset <= text.Length; offset++)
            {
                // Between CR and LF no position is.
                bool isBetween = offset > 0 && offset < text.Length && text[offset - 1] == '\r' && text[offset] == '\n';
                Assert.Equal(isBetween ? offset - 1 : offset, lines.OffsetOf(lines.PositionOf(offset)));
            }
        });

    [Fact]
    public void Edits_one_after_another_are_the_text_that_the_editor_has()
        => Gen.Select(Gen.Int[0, 30], Gen.Int[0, 5], Gen.OneOf(Gen.Const(""), Gen.Const("\r\n"), Gen.Const("\U0001F600"), Gen.Const("ab"))).Array[1, 10].Sample(edits =>
        {
            string expected = "topology T\r\n{\n}\r";
            PolicyDocument document = new("u", "u", expected, 1);
            List<ContentChange> changes = [];
            foreach ((int at, int length, string text) in edits)
            {
                LineMap lines = new(expected);
                PositionRange range = lines.RangeOf(new Language.Text.TextSpan(Math.Min(at, expected.Length), Math.Min(length, Math.Max(0, expected.Length - at))));

                // What an editor can name: not between CR and LF.
                Language.Text.TextSpan span = lines.SpanOf(range);
                expected = expected[..span.Start] + text + expected[span.End..];
                changes.Add(new ContentChange(text, range));
            }

            Assert.Equal(expected, document.Change(changes, 2).Text);
        });

    [Theory]
    [InlineData("topology T{node A:dram{capacity 1GiB;}}", "topology T\n{\n    node A : dram { capacity 1GiB; }\n}\n")]
    [InlineData("topology T\r\n{\r\nnode A:dram{capacity 1GiB;}\r\n}\r\n", "topology T\r\n{\r\n    node A : dram { capacity 1GiB; }\r\n}\r\n")]
    [InlineData("topology T\r\n{ // \U0001F600\r\n}\r\n", null)]
    public async Task Formatting_keeps_the_document_s_line_ends(string text, string? expected)
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(InProcess.TestUri, text);
        JsonElement edits = await FormatAsync(client);
        string formatted = Edits.Apply(text, edits);
        if (expected is not null)
        {
            Assert.Equal(expected, formatted);
        }

        await client.ChangeAsync(InProcess.TestUri, 2, new ContentChange(formatted));
        Assert.Equal(0, (await FormatAsync(client)).GetArrayLength());
    }

    [Fact]
    public async Task A_document_with_mistakes_of_form_is_left_alone()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(InProcess.TestUri, "topology T { node");
        Assert.Equal(JsonValueKind.Null, (await FormatAsync(client)).ValueKind);
    }

    [Theory]
    [InlineData("demote Fast -> Slow", "demote F$$astt -> Slow", "Change 'Fastt' to 'Fast'")]
    [InlineData("expect Dram { idle 3s; } -> demote Cxl0", "expect Dram { idle 3s; } -> dem$$ote Cxl1", "Change 'demote Cxl1' to 'demote Cxl0'")]
    public async Task The_language_s_fixes_are_code_actions(string sound, string broken, string title)
    {
        MarkedText text = new(Policies.Topology + Policies.Policy.Replace("namespace Acme;", "", StringComparison.Ordinal).Replace(sound, broken, StringComparison.Ordinal));
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(InProcess.TestUri, text.Text);
        JsonElement actions = await ActionsAsync(client, text, null);
        JsonElement action = actions.EnumerateArray().First(action => action.GetProperty("isPreferred").GetBoolean());
        Assert.Equal(title, action.GetProperty("title").GetString());
        Assert.Equal("quickfix", action.GetProperty("kind").GetString());
        Assert.Equal(1, action.GetProperty("diagnostics").GetArrayLength());

        string mended = Edits.Apply(text.Text, action.GetProperty("edit").GetProperty("changes").GetProperty(InProcess.TestUri));
        await client.ChangeAsync(InProcess.TestUri, 2, new ContentChange(mended));
        Assert.DoesNotContain(client.NextDiagnostics(InProcess.TestUri, version: 2), diagnostic => diagnostic.GetProperty("severity").GetInt32() == 1);
        Assert.Equal(0, (await ActionsAsync(client, text, ["refactor"])).GetArrayLength());
    }

    [Fact]
    public async Task To_silence_an_advice_is_offered_but_not_preferred()
    {
        MarkedText text = new("topology T { node A : dram { capacity 1GiB; cpus; } node B : cxl { capacity 1GiB; } swap { path \"s\"; capacity 1GiB; } }\npolicy $$P on T { reclaim migrate; demote A -> B; discard *; }");
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(InProcess.TestUri, text.Text);
        JsonElement[] actions = [.. (await ActionsAsync(client, text, ["quickfix"])).EnumerateArray()];
        JsonElement silence = actions.Single(action => action.GetProperty("title").GetString()!.StartsWith("Silence", StringComparison.Ordinal));
        Assert.False(silence.GetProperty("isPreferred").GetBoolean());
    }

    [Fact]
    public async Task A_way_out_of_several_mistakes_in_one_place_is_offered_once_for_all_of_them()
    {
        // One a node that the rules do not cover.
        MarkedText text = new(Policies.Topology + "policy $$Open on Machine { reclaim migrate; keep when page.dirty; promote Slow -> Fast; }\n");
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(InProcess.TestUri, text.Text);
        JsonElement[] actions = [.. (await ActionsAsync(client, text, ["quickfix"])).EnumerateArray()];
        string[] titles = [.. actions.Select(action => action.GetProperty("title").GetString()!)];
        Assert.Equal(titles.Distinct(), titles);
        JsonElement total = actions.Single(action => action.GetProperty("title").GetString() == "Add 'discard *;'");
        Assert.Equal(3, total.GetProperty("diagnostics").GetArrayLength());
    }

    private static Task<JsonElement> FormatAsync(LspClient client)
        => client.RequestAsync("textDocument/formatting", new { textDocument = new { uri = InProcess.TestUri }, options = new { tabSize = 4, insertSpaces = true } });

    private static Task<JsonElement> ActionsAsync(LspClient client, MarkedText text, string[]? only)
        => client.RequestAsync("textDocument/codeAction", new
        {
            textDocument = new { uri = InProcess.TestUri },
            range = new { start = text.Caret, end = text.Caret },
            context = new { diagnostics = Array.Empty<object>(), only },
        });
}
