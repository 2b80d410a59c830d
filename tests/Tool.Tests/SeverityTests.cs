using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary>What a project chose in its <c>.editorconfig</c> and <c>.globalconfig</c> files is what the tool shows.</summary>
public sealed class SeverityTests : IDisposable
{
    /// <summary>Pages are demoted and never promoted: the warning TP0207, and no other.</summary>
    private const string Stranded =
        """
        topology T
        {
            tier Fast { node Dram : dram { capacity 1GiB; cpus; } }
            tier Slow { node Cxl : cxl { capacity 4GiB; } }
            swap { path "s"; capacity 1GiB; }
        }
        policy P on T { reclaim migrate; demote Fast -> Slow; }
        """;

    private readonly TemporaryFolder _folder = new();

    public SeverityTests()
    {
        // What lies above the temporary folder is the machine's business.
        _folder.Write(".editorconfig", "root = true\n");
        Policy = _folder.Write("project/policies/a.tierpolicy", Stranded);
    }

    private string Policy { get; }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none", null)]
    [InlineData("silent", null)]
    [InlineData("suggestion", "information")]
    [InlineData("warning", "warning")]
    [InlineData("error", "error")]
    [InlineData("default", "warning")]
    [InlineData("nonsense", "warning")]
    [InlineData("ERROR", "error")]
    public void A_severity_is_what_the_editorconfig_says(string value, string? shown)
    {
        _folder.Write("project/.editorconfig", $"[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = {value}\n");
        Assert.Equal(shown, Severity());
    }

    [Theory]
    [InlineData("[*.tierpolicy]\nTierPolicy_Diagnostic.tp0207.Severity = error", "error")]
    [InlineData("[{a,b}.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = error", "error")]
    [InlineData("[policies/**]\ntierpolicy_diagnostic.TP0207.severity = error", "error")]
    [InlineData("[b.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = error", "warning")]
    [InlineData("[*.cs]\ntierpolicy_diagnostic.TP0207.severity = error", "warning")]
    [InlineData("tierpolicy_diagnostic.TP0207.severity = error", "warning")]
    [InlineData("[*.tierpolicy]\ndotnet_diagnostic.TP0207.severity = error", "warning")]
    [InlineData("[*]\ntierpolicy_diagnostic.TP0207.severity = none\n[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = error", "error")]
    [InlineData("[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = error\n[*]\ntierpolicy_diagnostic.TP0207.severity = none", null)]
    public void Sections_match_as_they_do_for_the_compiler(string settings, string? shown)
    {
        _folder.Write("project/.editorconfig", settings + "\n");
        Assert.Equal(shown, Severity());
    }

    [Fact]
    public void The_nearer_file_wins()
    {
        _folder.Write("project/.editorconfig", "[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = none\n");
        _folder.Write("project/policies/.editorconfig", "[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = error\n");
        Assert.Equal("error", Severity());
    }

    [Theory]
    [InlineData("root = true\n", "warning")]
    [InlineData("root = false\n", null)]
    public void Nothing_is_read_above_a_root(string root, string? shown)
    {
        _folder.Write("project/.editorconfig", "[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = none\n");
        _folder.Write("project/policies/.editorconfig", root);
        Assert.Equal(shown, Severity());
    }

    [Theory]
    [InlineData("dotnet_diagnostic.TP0207.severity = error", "error")]
    [InlineData("dotnet_diagnostic.TP0207.severity = none", null)]
    [InlineData("tierpolicy_diagnostic.TP0207.severity = error", "error")]
    [InlineData("dotnet_diagnostic.TP0207.severity = suggestion\ntierpolicy_diagnostic.TP0207.severity = error", "information")]
    [InlineData("dotnet_diagnostic.TP0207.severity = error\ntierpolicy_diagnostic.TP0207.severity = none", null)]
    [InlineData("dotnet_diagnostic.TP0207.severity = default\ntierpolicy_diagnostic.TP0207.severity = error", "error")]
    public void A_globalconfig_has_the_last_word_on_what_it_is_told(string settings, string? shown)
    {
        _folder.Write("project/.globalconfig", $"is_global = true\n{settings}\n");
        Assert.Equal(shown, Severity());
    }

    [Fact]
    public void Of_two_globalconfigs_the_higher_level_wins()
    {
        _folder.Write("project/.globalconfig", "is_global = true\nglobal_level = 1\ndotnet_diagnostic.TP0207.severity = none\n");
        _folder.Write("project/policies/.globalconfig", "is_global = true\nglobal_level = 0\ndotnet_diagnostic.TP0207.severity = error\n");
        Assert.Null(Severity());
    }

    [Fact]
    public void An_error_stays_an_error()
    {
        _folder.Write("project/.editorconfig", "[*.tierpolicy]\ntierpolicy_diagnostic.TP0020.severity = none\n");
        _folder.Write("project/.globalconfig", "is_global = true\ndotnet_diagnostic.TP0020.severity = none\n");
        string path = _folder.Write("project/b.tierpolicy", Stranded.Replace("demote Fast", "demote Fasst", StringComparison.Ordinal));
        Run run = Run.Of("check", path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error TP0020", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_has_its_own_severities()
    {
        string other = _folder.Write("other/b.tierpolicy", Stranded.Replace("topology T", "topology U", StringComparison.Ordinal).Replace("P on T", "Q on U", StringComparison.Ordinal));
        _folder.Write("other/.editorconfig", "[*]\ntierpolicy_diagnostic.TP0207.severity = error\n");
        JsonElement json = Run.Of("check", "--json", Policy, other).ReadJson();
        Assert.Equal(["warning", "error"], json.GetProperty("diagnostics").EnumerateArray().Select(diagnostic => diagnostic.GetProperty("severity").GetString()));
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("graph")]
    public void A_warning_that_was_made_an_error_fails_every_verb_and_hides_nothing(string verb)
    {
        Run before = Run.Of(verb, Policy);
        Assert.Equal((0, ""), (before.ExitCode, before.Error));
        _folder.Write("project/.editorconfig", "[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = error\n");
        Run run = Run.Of(verb, Policy);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error TP0207", run.Error, StringComparison.Ordinal);
        Assert.Equal(before.Output, run.Output);
    }

    [Fact]
    public void Warnaserror_fails_for_a_warning()
    {
        Run run = Run.Of("check", "--warnaserror", Policy);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error TP0207", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 file: 1 error\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("suggestion")]
    public void Warnaserror_does_not_fail_for_what_the_project_says_is_no_warning(string severity)
    {
        _folder.Write("project/.editorconfig", $"[*.tierpolicy]\ntierpolicy_diagnostic.TP0207.severity = {severity}\n");
        Assert.Equal(0, Run.Of("check", "--warnaserror", Policy).ExitCode);
    }

    /// <summary>As shown; null where the diagnostic is not. The exit code has to fit.</summary>
    private string? Severity()
    {
        Run run = Run.Of("check", "--json", Policy);
        string? shown = run.ReadJson().GetProperty("diagnostics").EnumerateArray().Select(diagnostic => diagnostic.GetProperty("severity").GetString()).SingleOrDefault();
        Assert.Equal(shown == "error" ? 1 : 0, run.ExitCode);
        return shown;
    }
}
