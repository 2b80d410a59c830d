using System.Text.Json;
using System.Xml.Linq;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary><c>tierpolicy test</c>.</summary>
public sealed class TestTests : IDisposable
{
    /// <summary>Ten pages, each accessed ten times, in turns: with room for all of them, ten accesses read the store and ninety find their page in DRAM.</summary>
    private const int Pages = 10;
    private const int Accesses = 100;

    private readonly TemporaryFolder _folder = new();

    public TestTests()
    {
        using BinaryWriter trace = new(File.Create(_folder.PathOf("day.tp64")));
        for (int i = 0; i < Accesses; i++)
        {
            trace.Write((ulong)(i % Pages));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("store_reads <= 10%", true, "10.00 % (10 of 100)")]
    [InlineData("store_reads < 10%", false, "10.00 % (10 of 100)")]
    [InlineData("store_reads == 10", true, "10")]
    [InlineData("store_reads != 10", false, "10")]
    [InlineData("hits >= 90%", true, "90.00 % (90 of 100)")]
    [InlineData("hits.Dram > 90%", false, "90.00 % (90 of 100)")]
    [InlineData("misses <= 10.5%", true, "10.00 % (10 of 100)")]
    [InlineData("p50 == 90ns", true, "90 ns")]
    [InlineData("p99 <= 80us", false, "80.09 us")]
    [InlineData("p99 <= 80.09us", true, "80.09 us")]
    [InlineData("mean < 10us", true, "8.09 us")]
    [InlineData("writeback_bytes < 1KiB", true, "0 B")]
    [InlineData("cost_per_hour <= 0.0123", true, "0.0117")]
    [InlineData("cost_per_hour <= 0.011", false, "0.0117")]
    public void A_metric_is_held_against_what_was_measured(string asked, bool holds, string measured)
    {
        Run run = Run.Of("test", Write($"{asked};"), "--json");
        JsonElement test = Assert.Single(run.ReadJson().GetProperty("tests").EnumerateArray());
        JsonElement metric = Assert.Single(test.GetProperty("metrics").EnumerateArray());
        Assert.Equal((asked, holds, measured), (metric.GetProperty("asked").GetString(), metric.GetProperty("holds").GetBoolean(), metric.GetProperty("measured").GetString()));
        Assert.Equal((holds, holds ? 0 : 1), (test.GetProperty("passed").GetBoolean(), run.ExitCode));
    }

    [Theory]
    [InlineData("stroe_reads <= 10%", "there is no metric 'stroe_reads': there are accesses, ")]
    [InlineData("hits.Drma > 1", "there is no metric 'hits.Drma'")]
    [InlineData("p99 <= 12%", "'p99' is compared with a duration, as 80us, not with '12%'")]
    [InlineData("store_reads <= 80us", "'store_reads' is compared with a number, or a share of the accesses as 12%, not with '80us'")]
    public void What_cannot_be_asked_fails_and_says_what_can(string asked, string message)
    {
        Run run = Run.Of("test", Write($"hits > 0; {asked};"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 test: 0 passed, 1 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_sees_what_was_measured_against_what_was_asked()
    {
        string path = Write("store_reads <= 12%; p99 <= 80us;");
        Run run = Run.Of("test", path);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"""
            FAILED Cache "day.tp64" ({path}:14)
              ok  store_reads <= 12%  10.00 % (10 of 100)
              not p99 <= 80us         80.09 us
            1 test: 0 passed, 1 failed

            """,
            run.Output,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_trace_that_is_not_there_fails_its_test_and_no_other()
    {
        string path = Write("hits > 0; } expect trace \"night.tp64\" { hits > 0;");
        Run run = Run.Of("test", path, "--json");
        JsonElement[] tests = [.. run.ReadJson().GetProperty("tests").EnumerateArray()];
        Assert.Equal([true, false], tests.Select(static test => test.GetProperty("passed").GetBoolean()));
        Assert.Contains("night.tp64", tests[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (run.ExitCode, run.ReadJson().GetProperty("passed").GetInt32(), run.ReadJson().GetProperty("failed").GetInt32()));
    }

    [Fact]
    public void Only_the_policy_that_is_asked_for_is_tested()
    {
        string path = Write("hits > 0; } } policy Other on Machine { expect trace \"day.tp64\" { hits < 0;");
        Assert.Equal(1, Run.Of("test", path).ExitCode);
        Assert.Equal((0, 1), (Run.Of("test", path, "--policy", "Cache").ExitCode, Run.Of("test", path, "--policy", "Other").ExitCode));
        Run.Of("test", path, "--policy", "None").AssertWrongUsage("no policy is named 'None': there is 'Cache', 'Other'");
    }

    [Fact]
    public void Files_without_such_a_test_have_nothing_to_fail()
    {
        string path = _folder.Write("plain.tierpolicy", "topology T { node D : dram { capacity 1MiB; } } policy P on T { }");
        Assert.Equal(new Run(0, "1 file: no policy has an 'expect trace'\n", ""), Run.Of("test", path));
    }

    [Fact]
    public void JUnit_has_a_case_a_test_with_its_failure_or_error()
    {
        string path = Write("hits > 0; } expect trace \"night.tp64\" { hits > 0; } expect trace \"day.tp64\" { p99 <= 80us; hits > 0;");
        string report = _folder.PathOf("report.xml");
        Assert.Equal(1, Run.Of("test", path, "--junit", report).ExitCode);
        XElement suites = XDocument.Load(report).Root!;
        Assert.Equal(("testsuites", "3", "1", "1"), (suites.Name.LocalName, suites.Attribute("tests")?.Value, suites.Attribute("failures")?.Value, suites.Attribute("errors")?.Value));
        XElement suite = Assert.Single(suites.Elements());
        Assert.Equal(path, suite.Attribute("name")?.Value);
        XElement[] cases = [.. suite.Elements("testcase")];
        Assert.Equal(["Acme.Cache", "Acme.Cache", "Acme.Cache"], cases.Select(static test => test.Attribute("classname")?.Value));
        Assert.Equal([[], ["error"], ["failure"]], cases.Select(static test => test.Elements().Select(static element => element.Name.LocalName).ToArray()));
        Assert.Equal("p99 <= 80us: 80.09 us", cases[2].Element("failure")!.Attribute("message")?.Value);
    }

    [Fact]
    public void A_policy_with_mistakes_is_not_run()
    {
        Run run = Run.Of("test", Write("hits > 0; } demote Nowhere; expect trace \"day.tp64\" { hits > 0;"));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("Nowhere", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A policy with one expectation, whose metrics these are.</summary>
    private string Write(string metrics) => _folder.Write(
        "cache.tierpolicy",
        $$"""
        namespace Acme;

        topology Machine
        {
            page 4KiB;
            node Dram : dram { capacity 4MiB; cpus; latency 90ns; price 3; }
            store { latency 80us; }
        }

        policy Cache on Machine
        {
            // What a day needs.
            assert Dram -> none;
            expect trace "day.tp64" { {{metrics}} }
        }

        """);
}
