using System.Text.Json;
using TierPolicy.Language.Diagnostics;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Tests.Harness;

namespace TierPolicy.LanguageServer.Tests;

public sealed class DiagnosticsTests
{
    private const string MachineUri = "file:///w/machine.tierpolicy";
    private const string CacheUri = "file:///w/cache.tierpolicy";

    [Fact]
    public async Task A_mistake_is_told_with_all_that_is_known_of_it()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(MachineUri, "topology T\n{\n    node A : dram { capacity 1GiB; }\n    node A : dram { capacity 1GiB; }\n}\n", version: 7);
        JsonElement diagnostic = Assert.Single(client.NextDiagnostics(MachineUri, version: 7));
        Assert.Equal("""{"start":{"line":3,"character":9},"end":{"line":3,"character":10}}""", diagnostic.GetProperty("range").GetRawText());
        Assert.Equal(1, diagnostic.GetProperty("severity").GetInt32());
        Assert.Equal("TP0021", diagnostic.GetProperty("code").GetString());
        Assert.Equal("tierpolicy", diagnostic.GetProperty("source").GetString());
        Assert.Equal("file:///rules/TP0021.md", diagnostic.GetProperty("codeDescription").GetProperty("href").GetString());
        JsonElement related = Assert.Single(diagnostic.GetProperty("relatedInformation").EnumerateArray());
        Assert.Equal("first declared here", related.GetProperty("message").GetString());
        Assert.Equal("machine.tierpolicy(3,10)", InProcess.Place(related.GetProperty("location")));
    }

    [Fact]
    public async Task A_mistake_in_one_file_that_an_edit_of_another_makes_is_told_and_taken_back()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(MachineUri, Policies.Topology);
        await client.OpenAsync(CacheUri, Policies.Policy);
        Assert.DoesNotContain(client.NextDiagnostics(CacheUri, version: 1), IsError);

        // "Cxl0" becomes "Cx0": the policy names it four lines and a file away.
        await client.ChangeAsync(MachineUri, 2, new ContentChange("", new PositionRange(new Position(7, 15), new Position(7, 16))));
        JsonElement[] errors = [.. client.NextDiagnostics(CacheUri).Where(IsError)];
        Assert.Contains(errors, error => error.GetProperty("message").GetString()!.Contains("'Cxl0'", StringComparison.Ordinal));

        await client.ChangeAsync(MachineUri, 3, new ContentChange(Policies.Topology));
        Assert.DoesNotContain(client.NextDiagnostics(CacheUri), IsError);
    }

    [Fact]
    public async Task Files_on_disk_count_until_they_are_open_and_when_they_vanish_their_mistakes_do()
    {
        MemorySources sources = new();
        sources.Files["/w/machine.tierpolicy"] = "topology T { node A : dram { } }";
        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync();
        Assert.Equal("TP0101", Assert.Single(client.NextDiagnostics(MachineUri)).GetProperty("code").GetString());

        await client.OpenAsync(MachineUri, "topology T { node A : dram { capacity 1GiB; } }");
        Assert.Empty(client.NextDiagnostics(MachineUri, version: 1));

        // Closed without saving.
        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri = MachineUri } });
        Assert.Single(client.NextDiagnostics(MachineUri));

        sources.Files.Clear();
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = MachineUri, type = 3 } } });
        Assert.Empty(client.NextDiagnostics(MachineUri));
    }

    [Fact]
    public async Task Severities_are_those_that_the_project_chose()
    {
        MemorySources sources = new();
        const string Stranded = "topology T { node A : dram { capacity 1GiB; cpus; } node B : cxl { capacity 1GiB; } swap { path \"s\"; capacity 1GiB; } } policy P on T { reclaim migrate; demote A -> B; discard *; }";
        sources.Files["/w/machine.tierpolicy"] = Stranded;
        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync();
        Assert.Equal(2, Severity(client.NextDiagnostics(MachineUri)));

        Choose("error");
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = Array.Empty<object>() });
        Assert.Equal(1, Severity(client.NextDiagnostics(MachineUri)));

        Choose("none");
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = MachineUri } });
        Assert.DoesNotContain(client.NextDiagnostics(MachineUri), IsStranded);

        void Choose(string severity) => sources.Severities["/w/machine.tierpolicy"] = SeveritySettings.Read([new("tierpolicy_diagnostic.TP0207.severity", severity)]);

        static int Severity(IEnumerable<JsonElement> diagnostics) => diagnostics.Single(IsStranded).GetProperty("severity").GetInt32();

        static bool IsStranded(JsonElement diagnostic) => diagnostic.GetProperty("code").GetString() == "TP0207";
    }

    [Fact]
    public async Task A_topology_that_may_be_in_CSharp_is_no_error_but_a_slip_of_the_pen_is()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync();
        await client.OpenAsync(CacheUri, Policies.Policy);
        JsonElement diagnostic = Assert.Single(client.NextDiagnostics(CacheUri, version: 1));
        Assert.Equal(3, diagnostic.GetProperty("severity").GetInt32());
        Assert.Contains("if it is an enum in C#, the build checks this policy", diagnostic.GetProperty("message").GetString(), StringComparison.Ordinal);

        await client.OpenAsync(MachineUri, Policies.Topology.Replace("Machine", "Machines", StringComparison.Ordinal));
        diagnostic = Assert.Single(client.NextDiagnostics(CacheUri));
        Assert.Equal(1, diagnostic.GetProperty("severity").GetInt32());
        Assert.Contains("did you mean 'Machines'?", diagnostic.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Projects_do_not_see_each_other_s_names()
    {
        MemorySources sources = new();
        foreach (string project in (string[])["a", "b"])
        {
            sources.Files[$"/w/{project}/{project}.csproj"] = "";
            sources.Files[$"/w/{project}/inner/machine.tierpolicy"] = Policies.Topology;
        }

        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync();
        await client.OpenAsync("file:///w/a/cache.tierpolicy", Policies.Policy);
        Assert.DoesNotContain(client.NextDiagnostics("file:///w/a/cache.tierpolicy"), IsError);
        await client.OpenAsync("file:///w/b/inner/machine.tierpolicy", Policies.Topology);
        Assert.DoesNotContain(client.NextDiagnostics("file:///w/b/inner/machine.tierpolicy", version: 1), IsError);
    }

    [Theory]
    [InlineData("file:///elsewhere/my%20policies/%5B1%5D%23.tierpolicy", "/elsewhere/my policies/machine.tierpolicy", true)]
    [InlineData("file:///elsewhere/deep/er/cache.tierpolicy", "/elsewhere/machine.tierpolicy", false)]
    [InlineData("untitled:Untitled-1", "/w/machine.tierpolicy", false)]
    public async Task Outside_of_the_client_s_folders_the_files_beside_count(string uri, string machine, bool isKnown)
    {
        MemorySources sources = new();
        sources.Files[machine] = Policies.Topology;
        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync();
        await client.OpenAsync(uri, Policies.Policy);
        Assert.Equal(isKnown, !client.NextDiagnostics(uri, version: 1).Any(diagnostic => diagnostic.GetProperty("code").GetString() == "TP0020"));
    }

    [Fact]
    public async Task Folders_come_and_go()
    {
        MemorySources sources = new();
        sources.Files["/other/machine.tierpolicy"] = "topology T { node A : dram { } }";
        using LspClient client = LspClient.InProcess(sources);
        await client.InitializeAsync(folder: null);
        await client.NotifyAsync("workspace/didChangeWorkspaceFolders", new { @event = new { added = new[] { new { uri = "file:///other/", name = "" } }, removed = Array.Empty<object>() } });
        Assert.Single(client.NextDiagnostics("file:///other/machine.tierpolicy"));
        await client.NotifyAsync("workspace/didChangeWorkspaceFolders", new { @event = new { added = Array.Empty<object>(), removed = new[] { new { uri = "file:///other", name = "" } } } });
        Assert.Empty(client.NextDiagnostics("file:///other/machine.tierpolicy"));
    }

    private static bool IsError(JsonElement diagnostic) => diagnostic.GetProperty("severity").GetInt32() == 1;
}
