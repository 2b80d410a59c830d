using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class CheckTests : IDisposable
{
    private const string TopologyText = "topology T { node Dram : dram { capacity 1GiB; } swap { path \"s\"; capacity 1GiB; } }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("check")]
    [InlineData("explain")]
    [InlineData("graph")]
    public void Machines_get_the_mistakes_of_a_policy_from_every_verb_that_reads_one(string verb)
    {
        string path = _folder.Write("broken.tierpolicy", "policy P on Nowhere { }");
        Run run = Run.Of(verb, path, "--json");
        using System.Text.Json.JsonDocument report = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal((1, "TP0020"), (run.ExitCode, report.RootElement.GetProperty("diagnostics")[0].GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("explain")]
    [InlineData("graph")]
    public void A_file_that_is_no_text_is_one_mistake(string verb)
    {
        string path = _folder.PathOf("a.tierpolicy");
        foreach (byte[] bytes in (byte[][])[[0x7f, 0x45, 0x00, 0x01], [0xff, 0xfe, 0x00], System.Text.Encoding.Unicode.GetBytes(Policies.Search)])
        {
            File.WriteAllBytes(path, bytes);
            Run run = Run.Of(verb, path);
            Assert.Equal((1, $"error: '{path}' is not UTF-8 text\n"), (run.ExitCode, run.Error));
            Assert.Equal(path, Run.Of(verb, path, "--json").ReadJson().GetProperty("notText")[0].GetString());
        }
    }

    [Fact]
    public void The_other_files_are_checked_beside_one_that_is_no_text()
    {
        File.WriteAllBytes(_folder.PathOf("a.tierpolicy"), [0xff]);
        _folder.Write("b.tierpolicy", Policies.Search.Replace("demote  Fast", "demote  Fasst", StringComparison.Ordinal));
        Run run = Run.Of("check", Path.GetDirectoryName(_folder.PathOf("b.tierpolicy"))!);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error TP0020", run.Output, StringComparison.Ordinal);
        Assert.Contains("is not UTF-8 text", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_skipped_and_told()
    {
        string locked = Path.GetDirectoryName(_folder.Write("locked/a.tierpolicy", "nonsense"))!;
        string top = Path.GetDirectoryName(_folder.Write("b.tierpolicy", Policies.Search))!;
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            // Nothing is locked for root.
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(locked);
        File.SetUnixFileMode(locked, UnixFileMode.None);
        try
        {
            Assert.Equal(new Run(0, "1 file: nothing to report\n", $"skipped, because it cannot be read: {locked}\n"), Run.Of("check", top));
        }
        finally
        {
            File.SetUnixFileMode(locked, mode);
        }
    }

    [Fact]
    public void Where_a_topology_may_be_that_is_not_in_the_files_is_said()
    {
        string path = _folder.Write("alone.tierpolicy", "policy P on Elsewhere { }");
        Assert.Contains("= help: if it is in another file, name that file, or the folder of both, in the same run", Run.Of("check", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_file_has_nothing_to_report()
    {
        Run run = Run.Of("check", _folder.Write("a.tierpolicy", Policies.Search));
        Assert.Equal(new Run(0, "1 file: nothing to report\n", ""), run);
    }

    [Fact]
    public void A_mistake_is_shown_with_its_line_a_caret_and_the_way_out()
    {
        string path = _folder.Write("a.tierpolicy", Policies.Search.Replace("demote  Fast ->", "demote\tFasst ->", StringComparison.Ordinal));
        Run run = Run.Of("check", path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            $"""
            {path}(45,12): error TP0020: unknown node or tier 'Fasst'; did you mean 'Fast'?
              45 |     demote    Fasst -> Slow when page.idle >= 2s;
                 |               ^^^^^
                 = help: write 'Fast'

            """.ReplaceLineEndings("\n"),
            run.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("1 file: 1 error\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dram { capacity 1GiB; }", "dram { }", "error TP0101", "add 'capacity 1GiB;'")]
    [InlineData("policy P on T { }", "policy P on T { keep when page.tag == 1 }", "error TP0001", "add ';'")]
    public void A_mistake_that_has_a_way_out_says_it(string written, string instead, string error, string help)
    {
        string text = TopologyText + "\npolicy P on T { }";
        Run run = Run.Of("check", _folder.Write("a.tierpolicy", text.Replace(written, instead, StringComparison.Ordinal)));
        Assert.Contains(error, run.Output, StringComparison.Ordinal);
        Assert.Contains($" = help: {help}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void To_silence_a_warning_is_no_way_out_of_it()
    {
        string text = Policies.Search.Replace("Fast -> Slow when page.idle >= 2s", "Fast -> Slow when page.tag == 1 and page.tag == 2", StringComparison.Ordinal);
        Assert.DoesNotContain("ilence", Run.Of("check", _folder.Write("a.tierpolicy", text)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_place_is_shown_too()
    {
        string path = _folder.Write("a.tierpolicy", "topology A { node X : dram { capacity 1GiB; } }\ntopology A { node X : dram { capacity 1GiB; } }\n");
        Run run = Run.Of("check", path);
        Assert.Contains($"   = note: first declared here: {path}(1,10)\n 1 | topology A", run.Output.Replace("  1 |", " 1 |", StringComparison.Ordinal).Replace("    =", "   =", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_resolved_over_all_files_and_folders()
    {
        _folder.Write("inner/topology.tierpolicy", TopologyText);
        _folder.Write("bin/copy.tierpolicy", TopologyText);
        string policy = _folder.Write("policy.tierpolicy", "policy P on T { }");
        Assert.Equal(1, Run.Of("check", policy).ExitCode);
        Assert.Equal(new Run(0, "2 files: nothing to report\n", ""), Run.Of("check", _folder.Path, policy));
    }

    [Fact]
    public void A_warning_is_no_error()
    {
        string text = Policies.Search.Replace("promote Slow", "// promote Slow", StringComparison.Ordinal);
        Run run = Run.Of("check", _folder.Write("a.tierpolicy", text));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning TP0207", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 file: 1 warning", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_ids_places_and_corrections()
    {
        string path = _folder.Write("a.tierpolicy", Policies.Search.Replace("Fast -> Slow", "Fasst -> Slow", StringComparison.Ordinal));
        Run run = Run.Of("check", "--json", path);
        Assert.Equal(1, run.ExitCode);
        JsonElement diagnostic = Assert.Single(run.ReadJson().GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("TP0020", diagnostic.GetProperty("id").GetString());
        Assert.Equal("error", diagnostic.GetProperty("severity").GetString());
        Assert.Equal(path, diagnostic.GetProperty("file").GetString());
        Assert.Equal((45, 13, 5), (diagnostic.GetProperty("line").GetInt32(), diagnostic.GetProperty("column").GetInt32(), diagnostic.GetProperty("length").GetInt32()));
        Assert.Equal("Fast", diagnostic.GetProperty("replacement").GetString());
        Assert.Equal(1, run.ReadJson().GetProperty("errors").GetInt32());
    }

    [Fact]
    public void What_a_terminal_would_take_for_a_command_is_not_passed_on()
    {
        Run run = Run.Of("check", _folder.Write("a.tierpolicy", "// \u001b[31m\u202e\npolicy \u001b[2J on T { }"));
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void A_very_long_line_is_cut_around_the_mistake()
    {
        Run run = Run.Of("check", _folder.Write("a.tierpolicy", new string(' ', 5000) + "polcy P on T { }" + new string(' ', 5000)));
        Assert.Contains("polcy", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length < 400));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_mistakes_and_no_more()
    {
        File.WriteAllBytes(_folder.PathOf("a.tierpolicy"), [0xff, 0xfe, 0x00, 0x80, 0xc3]);
        Assert.Equal(1, Run.Of("check", _folder.PathOf("a.tierpolicy")).ExitCode);
    }

    [Fact]
    public void A_path_that_is_not_there_is_wrong_usage() => Run.Of("check", "nowhere").AssertWrongUsage("'nowhere' is neither a file nor a folder");

    [Fact]
    public void A_folder_without_policies_is_wrong_usage() => Run.Of("check", _folder.Path).AssertWrongUsage($"the folder '{_folder.Path}' has no .tierpolicy file");

    [Fact]
    public void No_file_is_wrong_usage() => Assert.Equal(2, Run.Of("check").ExitCode);

    [Fact]
    public void A_verb_that_there_is_not_is_named()
        => Run.Of("chekc", "a").AssertWrongUsage("Unrecognized command or argument 'chekc'. See 'tierpolicy --help'.");

    [Fact]
    public void An_option_that_there_is_not_is_named()
        => Run.Of("check", _folder.Write("a.tierpolicy", ""), "--jsn").AssertWrongUsage("'--jsn' is neither a file nor a folder");

    [Theory]
    [InlineData("--help")]
    [InlineData("check", "--help")]
    [InlineData("new", "--help")]
    public void Help_is_fine(params string[] arguments)
    {
        Run run = Run.Of(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }
}
