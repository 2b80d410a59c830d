using System.Text.Json;

namespace TierPolicy.Samples.Tests;

/// <summary>The main job on the committed trace: what the README promises of it.</summary>
public sealed class QuickstartTests(QuickstartTests.CommittedTrace main) : IClassFixture<QuickstartTests.CommittedTrace>
{
    [Fact]
    public void It_succeeds_and_leaves_nothing_behind()
    {
        Assert.Equal((0, ""), (main.Process.ExitCode, main.Process.Error));
        Assert.Empty(main.LeftBehind);
    }

    [Fact]
    public void The_trace_has_a_million_accesses_over_ten_thousand_pages_at_least()
    {
        Assert.True(main.Json.GetProperty("accesses").GetInt64() >= 1_000_000);
        Assert.True(main.Json.GetProperty("pages").GetInt64() >= 10_000);
    }

    [Fact]
    public void The_json_holds_the_three_runs_with_all_their_figures()
    {
        Assert.Equal(["dram-only", "no-demotion", "demotion"], main.Runs.Select(run => run.GetProperty("name").GetString()!));
        string[] figures = ["name", "hits", "first_reads", "store_reads", "swap_ins", "demotions", "promotions", "mismatches", "seconds", "mean_access_ns"];
        Assert.All(main.Runs, run => Assert.Equal(figures, run.EnumerateObject().Select(figure => figure.Name)));
        Assert.Equal(["Dram"], main.Run("dram-only").GetProperty("hits").EnumerateObject().Select(node => node.Name));
        Assert.Equal(["Dram", "Cxl"], main.Run("demotion").GetProperty("hits").EnumerateObject().Select(node => node.Name));
    }

    [Theory]
    [InlineData("dram-only")]
    [InlineData("no-demotion")]
    [InlineData("demotion")]
    public void Each_access_is_a_hit_or_brought_its_page_up_and_no_page_had_wrong_contents(string name)
    {
        JsonElement run = main.Run(name);
        long hits = run.GetProperty("hits").EnumerateObject().Sum(node => node.Value.GetInt64());
        long pageIns = Figure(run, "first_reads") + Figure(run, "store_reads") + Figure(run, "swap_ins");
        Assert.Equal(main.Json.GetProperty("accesses").GetInt64(), hits + pageIns);
        Assert.Equal(0, Figure(run, "mismatches"));
    }

    [Fact]
    public void Only_the_run_with_demotion_demotes_and_promotes()
    {
        Assert.Equal((0, 0), (Figure(main.Run("dram-only"), "demotions"), Figure(main.Run("dram-only"), "promotions")));
        Assert.Equal((0, 0), (Figure(main.Run("no-demotion"), "demotions"), Figure(main.Run("no-demotion"), "promotions")));
        Assert.True(Figure(main.Run("demotion"), "demotions") > 0);
        Assert.True(Figure(main.Run("demotion"), "promotions") > 0);
    }

    [Fact]
    public void With_demotion_store_reads_and_swap_ins_are_at_most_40_percent_of_those_of_DRAM_alone()
    {
        long before = Figure(main.Run("dram-only"), "store_reads") + Figure(main.Run("dram-only"), "swap_ins");
        long after = Figure(main.Run("demotion"), "store_reads") + Figure(main.Run("demotion"), "swap_ins");
        Assert.True(after <= 0.40 * before, $"{after} of {before}");
    }

    [Fact]
    public void With_demotion_a_mean_access_is_faster_than_without()
    {
        double without = main.Run("no-demotion").GetProperty("mean_access_ns").GetDouble();
        double with = main.Run("demotion").GetProperty("mean_access_ns").GetDouble();
        Assert.True(with < without, $"{with} ns with demotion, {without} ns without");
    }

    [Fact]
    public void Output_that_is_no_terminal_gets_plain_text_without_control_characters()
    {
        Assert.Contains("running demotion ...", main.Process.Output, StringComparison.Ordinal);
        Assert.Contains("mean access, ns", main.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', main.Process.Output);
        Assert.DoesNotContain('\r', main.Process.Output);
    }

    [Fact]
    public void The_README_shows_what_the_main_job_prints_but_for_the_seconds()
    {
        string[] readme = [.. File.ReadAllLines(Repository.PathOf("README.md")).Select(line => line.Trim())];
        string[] printed = [.. main.Process.Output.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("running", StringComparison.Ordinal))];
        Assert.Equal(17, printed.Length);
        Assert.All(printed.Where(line => !line.Contains("seconds", StringComparison.Ordinal)), line => Assert.Contains(line, readme));
    }

    private static long Figure(JsonElement run, string name) => run.GetProperty(name).GetInt64();

    /// <summary>One run of the main job, which all tests look at.</summary>
    public sealed class CommittedTrace
    {
        public CommittedTrace()
        {
            using TemporaryFolder folder = new();
            string json = folder.File("comparison.json");
            Process = SampleProcess.Run("Quickstart", "--json", json, "--folder", folder.Path);
            Assert.True(File.Exists(json), Process.Error);
            Json = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
            File.Delete(json);
            LeftBehind = [.. folder.Entries];
        }

        internal SampleProcess Process { get; }

        internal JsonElement Json { get; }

        internal IReadOnlyList<string> LeftBehind { get; }

        internal IEnumerable<JsonElement> Runs => Json.GetProperty("runs").EnumerateArray();

        internal JsonElement Run(string name) => Runs.Single(run => run.GetProperty("name").GetString() == name);
    }
}
