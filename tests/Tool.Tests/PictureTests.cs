using System.Text.Json;
using TierPolicy.Tool.Pictures;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary><c>tierpolicy simulate --html</c>.</summary>
public sealed class PictureTests : IDisposable
{
    private const string Pair = """
        topology Pair
        {
            page 4KiB;
            tier Fast { node Dram : dram { capacity 256KiB; cpus; latency 90ns; price 3; } }
            tier Slow { node Cxl  : cxl  { capacity 512KiB;       latency 250ns; price 1; } }
            store { latency 80us; }
        }

        policy Demotes on Pair
        {
            reclaim migrate;
            demote Fast -> Slow;
            promote Slow -> Fast when page.accesses >= 2;
        }

        policy Drops on Pair { promote Slow -> Fast; }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _policies;
    private readonly string _trace;

    public PictureTests()
    {
        _policies = _folder.Write("pair.tierpolicy", Pair);
        _trace = _folder.PathOf("some.tp64");
        Random random = new(1);
        using BinaryWriter trace = new(File.Create(_trace));
        for (int i = 0; i < 40_000; i++)
        {
            // Some pages are wanted far more often than others.
            trace.Write((ulong)(400 * Math.Pow(random.NextDouble(), 3)) | (random.Next(5) == 0 ? 1UL << 63 : 0));
        }
    }

    public void Dispose() => _folder.Dispose();

    [BrowserTheory]
    [InlineData(1280, 900, false)]
    [InlineData(390, 844, true)]
    public void A_browser_draws_all_data_of_two_policies_side_by_side(int width, int height, bool dark)
    {
        IReadOnlyList<DrawnChart> charts = Open(width, height, dark, "--policy", "Demotes", "--against-policy", "Drops");
        Assert.Equal(["bars", "lines", "flows", "flows", "stack", "stack", "lines", "lines"], charts.Select(static chart => chart.Kind));
        Assert.All(charts, AssertDrawn);
    }

    [BrowserTheory]
    [InlineData(1280, 900, true)]
    [InlineData(390, 844, false)]
    public void A_browser_draws_all_data_of_a_sweep(int width, int height, bool dark)
    {
        IReadOnlyList<DrawnChart> charts = Open(width, height, dark, "--policy", "Demotes", "--sweep", "Dram=64KiB,128KiB,256KiB", "--sweep", "Cxl=256KiB,512KiB", "--sweep", "aging=lru,twolist");
        Assert.Equal(["heat", "front", "bars", "lines", "flows", "stack", "lines"], charts.Select(static chart => chart.Kind));
        Assert.Equal((6, 12), (charts[0].Rows.Length, charts[1].Rows.Length));
        Assert.All(charts, AssertDrawn);
    }

    [Fact]
    public void One_name_that_is_swept_gives_a_bar_each()
    {
        Chart chart = ChartsOf(Draw("--policy", "Demotes", "--sweep", "Dram=64KiB,128KiB,256KiB"))[0];
        Assert.Equal((ChartKind.Bars, 3), (chart.Kind, chart.Rows.Count));
    }

    [Fact]
    public void What_other_sizes_of_DRAM_would_miss_is_what_runs_with_them_miss()
    {
        Chart curve = ChartsOf(Draw("--policy", "Demotes"))[^1];
        Assert.Equal(["DRAM", "on no node", "not in DRAM"], curve.Columns.Select(static column => column.Name));

        // From a sixteenth to what holds all 400 pages.
        Assert.InRange(curve.Rows.Count, 10, 13);
        foreach (object?[] row in curve.Rows)
        {
            JsonElement run = Run.Of("simulate", _policies, _trace, "--policy", "Demotes", "--capacity", $"Dram={Number(row[0]) / 4096}", "--json").ReadJson();
            Assert.Equal(Math.Round(run.GetProperty("miss_ratio").GetDouble(), 6), Number(row[1]));
            Assert.Equal(40_000 - run.GetProperty("nodes")[0].GetProperty("hits").GetInt64(), Number(row[2]) * 40_000, 0.1);
        }
    }

    [Fact]
    public void The_tail_of_access_times_passes_the_percentiles()
    {
        Run run = Run.Of("simulate", _policies, _trace, "--policy", "Demotes", "--json", "--html", _folder.PathOf("out.html"));
        JsonElement times = run.ReadJson().GetProperty("access_ns");
        Chart tail = ChartsOf(File.ReadAllText(_folder.PathOf("out.html")))[1];
        Assert.Equal(1, Number(tail.Rows[0][1]));
        Assert.Equal(0, Number(tail.Rows[^1][1]));
        Assert.True(Number(tail.Rows.Last(row => Number(row[0]) <= times.GetProperty("p99").GetDouble())[1]) <= 0.01);
        Assert.True(Number(tail.Rows.Last(row => Number(row[0]) < times.GetProperty("p99").GetDouble())[1]) >= 0.01);
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes() => Assert.Equal(Draw("--policy", "Demotes"), Draw("--policy", "Demotes"));

    [Fact]
    public void A_page_needs_nothing_else_and_may_load_nothing()
    {
        string page = Draw("--policy", "Demotes");
        Assert.Contains("content=\"default-src 'none'; ", page, StringComparison.Ordinal);
        string markup = page[..page.IndexOf("<script", StringComparison.Ordinal)];
        Assert.DoesNotContain("src=", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", markup, StringComparison.Ordinal);
        Assert.Contains("Licensed under the Apache License, Version 2.0", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_chart_has_a_title_a_summary_and_a_place_for_its_table()
    {
        string page = Draw("--policy", "Demotes", "--against-policy", "Drops");
        for (int i = 0; i < ChartsOf(page).Count; i++)
        {
            Assert.Contains($"<h2 id=\"chart-{i}-title\">", page, StringComparison.Ordinal);
            Assert.Contains($"<p id=\"chart-{i}-summary\">", page, StringComparison.Ordinal);
            Assert.Contains($"role=\"img\" aria-labelledby=\"chart-{i}-title\" aria-describedby=\"chart-{i}-summary\"", page, StringComparison.Ordinal);
            Assert.Contains($"id=\"chart-{i}-table\" tabindex=\"0\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_stay_text_whatever_they_are()
    {
        const string Evil = "</script><img src=x onerror=alert(1)>";
        string page = new PicturePage(Evil, Evil, [[Evil], [Evil]], [new Chart(ChartKind.Bars, Evil, Evil, [new(Evil, ChartUnit.Text)], [[Evil]])]).ToHtml();
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(Evil, (ChartsOf(page)[0].Rows[0][0] as JsonElement?)?.GetString());
    }

    [Fact]
    public void Two_versions_of_a_policy_can_be_told_apart()
    {
        string other = _folder.Write("other/pair.tierpolicy", Pair.Replace("accesses >= 2", "accesses >= 4", StringComparison.Ordinal));
        string page = Draw("--policy", "Demotes", "--against", other, "--against-policy", "Demotes");
        Assert.Equal(["Demotes (first)", "Demotes (second)"], ChartsOf(page)[0].Rows.Select(static row => $"{row[0]}"));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_one_line()
    {
        Run run = Run.Of("simulate", _policies, _trace, "--policy", "Demotes", "--json", "--html", _folder.PathOf("not/there.html"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there.html", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static double Number(object? cell) => ((JsonElement)cell!).GetDouble();

    /// <summary>The charts as they stand in the page's data.</summary>
    private static IReadOnlyList<Chart> ChartsOf(string page)
    {
        const string Begin = "<script type=\"application/json\" id=\"data\">";
        string data = page[(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..];
        using JsonDocument document = JsonDocument.Parse(data[..data.IndexOf("</script>", StringComparison.Ordinal)]);
        return
        [
            .. document.RootElement.EnumerateArray().Select(static chart => new Chart(
                Enum.Parse<ChartKind>(chart.GetProperty("kind").GetString()!, ignoreCase: true),
                "",
                "",
                [.. chart.GetProperty("columns").EnumerateArray().Select(static column => new ChartColumn(column.GetProperty("name").GetString()!, Enum.Parse<ChartUnit>(column.GetProperty("unit").GetString()!, ignoreCase: true)))],
                [.. chart.GetProperty("rows").EnumerateArray().Select(static row => row.EnumerateArray().Select(static cell => (object?)cell.Clone()).ToArray())])),
        ];
    }

    private static void AssertDrawn(DrawnChart chart)
    {
        int rows = chart.Rows.Length;
        int series = chart.Columns - 1;
        Assert.True(rows > 0);
        Assert.Equal(rows, chart.TableRows);
        switch (chart.Kind)
        {
            case "bars":
                Assert.Equal(rows * series, chart.Bars);
                break;
            case "flows":
                Assert.Equal(rows, chart.TranslucentShapes);
                break;
            case "heat":
                Assert.Equal(rows, chart.Cells);
                break;
            case "front":
                Assert.Equal(rows, chart.Symbols);
                break;
            case "stack":
                Assert.Equal(series, chart.TranslucentShapes);
                Assert.Equal(Enumerable.Repeat(rows, series), chart.Lines.Select(DrawnChart.PointsOf));
                break;
            default:
                Assert.Equal(series, chart.Lines.Count);
                for (int i = 0; i < series; i++)
                {
                    JsonElement[] values = [.. chart.Rows.Select(row => row[i + 1]).Where(static value => value.ValueKind != JsonValueKind.Null)];
                    if (chart.Data.GetProperty("steps").GetBoolean())
                    {
                        // Values that hold until the next one: a height each, however often.
                        Assert.Equal(values.DistinctBy(static value => value.GetDouble()).Count(), DrawnChart.HeightsOf(chart.Lines[i]));
                    }
                    else
                    {
                        Assert.Equal(values.Length, DrawnChart.PointsOf(chart.Lines[i]));
                    }
                }

                break;
        }
    }

    private IReadOnlyList<DrawnChart> Open(int width, int height, bool dark, params string[] arguments)
    {
        Draw(arguments);
        (string page, string[] console) = Browser.Open(_folder.PathOf("out.html"), width, height, dark);
        Assert.Empty(console);
        return DrawnChart.Of(page);
    }

    private string Draw(params string[] arguments)
    {
        string path = _folder.PathOf("out.html");
        Run run = Run.Of(["simulate", _policies, _trace, "--html", path, .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith($"drawn on {path}\n", run.Output, StringComparison.Ordinal);
        return File.ReadAllText(path);
    }
}
