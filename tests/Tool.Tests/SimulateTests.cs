using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary><c>tierpolicy simulate</c>.</summary>
public sealed class SimulateTests : IDisposable
{
    private const string Pair = """
        topology Pair
        {
            page 4KiB;
            tier Fast { node Dram : dram { capacity 64KiB; cpus; latency 90ns; price 3; } }
            tier Slow { node Cxl  : cxl  { capacity 64KiB;       latency 250ns; price 1; } }
            store { latency 80us; }
        }

        policy Demotes on Pair
        {
            reclaim migrate;
            watermarks * { min 0; low 0; high 0; promo 0; }
            demote Fast -> Slow when page.idle >= 1us;
            discard *;
            promote Slow -> Fast;
        }

        policy Drops on Pair { watermarks * { min 0; low 0; high 0; promo 0; } promote Slow -> Fast; }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _policies;
    private readonly string _trace;

    public SimulateTests()
    {
        _policies = _folder.Write("pair.tierpolicy", Pair);
        _trace = Path.Combine(Path.GetDirectoryName(_policies)!, "some.tp64");
        Random random = new(1);
        using BinaryWriter trace = new(File.Create(_trace));
        for (int i = 0; i < 1200; i++)
        {
            trace.Write((ulong)(uint)(i < 40 ? i : random.Next(40)) | (random.Next(5) == 0 ? 1UL << 63 : 0));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Dram=9000000000000000000")]
    [InlineData("Dram=8000000TiB")]
    public void A_capacity_beyond_what_a_node_can_have_is_refused_in_a_line(string capacity)
    {
        Run run = Run.Of("simulate", _policies, _trace, "--policy", "Demotes", "--capacity", capacity);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: --capacity: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--html", "page.html")]
    [InlineData("--against", "")]
    public void What_reads_a_trace_several_times_refuses_standard_input_before_it_runs(string option, string value)
    {
        string file = value.Length == 0 ? _policies : Path.Combine(Path.GetDirectoryName(_policies)!, value);
        string[] second = option == "--against" ? ["--against-policy", "Drops"] : [];
        Run run = Run.Of(["simulate", _policies, "-", "--policy", "Demotes", option, file, .. second]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("standard input can be read once", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_fields_that_scripts_rely_on()
    {
        JsonElement result = Simulate("--policy", "Demotes", "--capacity", "Dram=8", "--capacity", "Cxl=64KiB", "--json");
        Assert.Equal("Demotes", result.GetProperty("policy").GetString());
        Assert.Equal(1200, result.GetProperty("accesses").GetInt64());
        JsonElement dram = result.GetProperty("nodes")[0];
        Assert.Equal(("Dram", 8), (dram.GetProperty("name").GetString(), dram.GetProperty("capacity_pages").GetInt64()));
        Assert.Equal(16, result.GetProperty("nodes")[1].GetProperty("capacity_pages").GetInt64());
        Assert.Equal(1200, dram.GetProperty("hits").GetInt64() + result.GetProperty("nodes")[1].GetProperty("hits").GetInt64() + result.GetProperty("store_reads").GetInt64());
        Assert.All(["demotions", "promotions", "discards", "writebacks", "requests_per_second", "trace"], name => Assert.True(result.TryGetProperty(name, out _), name));
    }

    [Fact]
    public void A_run_can_be_repeated_to_the_byte_but_for_its_own_speed()
    {
        string first = Simulate("--policy", "Demotes", "--seed", "7", "--json").GetRawText();
        string second = Simulate("--policy", "Demotes", "--seed", "7", "--json").GetRawText();
        Assert.Equal(first[..first.IndexOf("\"requests_per_second\"", StringComparison.Ordinal)], second[..second.IndexOf("\"requests_per_second\"", StringComparison.Ordinal)]);
    }

    [Fact]
    public void For_people_it_is_tables()
    {
        Run run = Run.Of("simulate", _policies, _trace, "--policy", "Demotes", "--capacity", "Dram=8");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1,200 accesses to 40 pages", run.Output, StringComparison.Ordinal);
        Assert.Contains("Dram -> Cxl", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_policies_are_compared_and_what_differs_is_told()
    {
        JsonElement compared = Simulate("--policy", "Drops", "--against-policy", "Demotes", "--capacity", "Dram=8", "--json");
        Assert.Equal(["Drops", "Demotes"], compared.GetProperty("runs").EnumerateArray().Select(static run => run.GetProperty("policy").GetString()));
        JsonElement demotions = compared.GetProperty("differences").EnumerateArray().Single(static line => line.GetProperty("name").GetString() == "demotions");
        Assert.Equal(0, demotions.GetProperty("first").GetDouble());
        Assert.True(demotions.GetProperty("second").GetDouble() > 0);

        Run text = Run.Of("simulate", _policies, _trace, "--policy", "Drops", "--against", _policies, "--against-policy", "Demotes", "--capacity", "Dram=8");
        Assert.Contains("times as fast as", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_runs_all_combinations_and_marks_those_that_nothing_beats()
    {
        JsonElement swept = Simulate("--policy", "Demotes", "--sweep", "Dram=4,8,16", "--sweep", "aging=lru,clock", "--sweep", "idle=1us,1h", "--sweep", "Cxl.low=0,0", "--json");
        JsonElement[] points = [.. swept.GetProperty("points").EnumerateArray()];
        Assert.Equal(24, points.Length);
        Assert.Contains(points, static point => point.GetProperty("is_on_front").GetBoolean());

        // Nothing is idle for an hour: those that demote are those of a microsecond.
        Assert.All(points, static point => Assert.Equal(point.GetProperty("values")[2].GetString() == "1h", point.GetProperty("result").GetProperty("demotions").GetInt64() == 0));
    }

    [Theory]
    [InlineData("there are several policies, 'Demotes', 'Drops': say which with --policy")]
    [InlineData("--capacity: topology 'Pair' has no node 'Dramm'; it has Dram, Cxl", "--policy", "Drops", "--capacity", "Dramm=8")]
    [InlineData("--capacity: 'Dram' is not of the form Dram=18688 or Dram=64MiB", "--policy", "Drops", "--capacity", "Dram")]
    [InlineData("--capacity: '8s' is neither a number of pages nor a size", "--policy", "Drops", "--capacity", "Dram=8s")]
    [InlineData("--aging-period: '5%' is no duration, as 500ms or 1s, of 100ns at least", "--policy", "Drops", "--aging-period", "5%")]
    [InlineData("--sweep and --against are two questions: ask one of them", "--policy", "Drops", "--sweep", "Dram=8", "--against-policy", "Demotes")]
    [InlineData("order=round: unknown order 'round'", "--policy", "Drops", "--sweep", "order=round")]
    public void A_mistake_is_one_line(string message, params string[] arguments)
    {
        Run run = Run.Of(["simulate", _policies, _trace, .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: " + message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_trace_that_is_none_is_told_with_its_name()
    {
        Run run = Run.Of("simulate", _policies, _trace + "x", "--policy", "Drops");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(_trace + "x", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private JsonElement Simulate(params string[] arguments)
    {
        Run run = Run.Of(["simulate", _policies, _trace, .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.ReadJson();
    }
}
