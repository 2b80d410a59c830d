using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class TraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Info_says_what_is_in_a_trace()
    {
        string path = Csv("time,key,op,size\n0,1,r,100\n1.5,2,w,100\n2,1,r,100\n");
        Run run = Run.Of("trace", "info", path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"""
            trace     {path}
            format    csv
            columns   page, write, size, time
            accesses  3
            writes    1 (33.33 %)
            pages     2
            duration  2 s

            """,
            string.Join("\n", run.Output.Split('\n').Select(static line => line.TrimEnd())));
    }

    [Fact]
    public void Info_says_the_same_to_machines()
    {
        JsonElement json = Run.Of("trace", "info", Csv("key\n1\n2\n1\n"), "--json").ReadJson();
        Assert.Equal(("csv", "none", 3, 2, 0, 0), (
            json.GetProperty("format").GetString(),
            json.GetProperty("packed").GetString(),
            json.GetProperty("accesses").GetInt32(),
            json.GetProperty("distinctPages").GetInt32(),
            json.GetProperty("writes").GetInt32(),
            json.GetProperty("dropped").GetInt32()));
        Assert.Equal("page", Assert.Single(json.GetProperty("columns").EnumerateArray()).GetString());
        Assert.False(json.TryGetProperty("durationNanoseconds", out _));
    }

    [Fact]
    public void Convert_writes_a_trace_that_has_what_was_read()
    {
        string path = Csv("time,key,op\n0,1,r\n1.5,2,w\n");
        string trace = _folder.PathOf("a.tptrace");
        Run run = Run.Of("trace", "convert", path, "-o", trace);
        Assert.Equal($"wrote {trace}: 2 accesses as tptrace, {new FileInfo(trace).Length} bytes\n", run.Output);

        JsonElement json = Run.Of("trace", "convert", trace, "-o", _folder.PathOf("a.oracleGeneral.zst"), "--json").ReadJson();
        Assert.Equal(("oraclegeneral", 2), (json.GetProperty("format").GetString(), json.GetProperty("accesses").GetInt32()));
        Assert.Equal(
            "{\"access\":0,\"page\":1,\"size\":4096,\"timeNanoseconds\":0}\n{\"access\":1,\"page\":2,\"size\":4096,\"timeNanoseconds\":1000000000}\n",
            Run.Of("trace", "head", _folder.PathOf("a.oracleGeneral.zst"), "--json").Output);
    }

    [Fact]
    public void Head_shows_accesses_from_any_on()
    {
        string path = Csv("time,key,op\n0,1,r\n1.5,2,w\n2,3,r\n4,4,r\n");
        Run run = Run.Of("trace", "head", path, "--from", "1", "-n", "2");
        Assert.Equal(
            ["access page op time", "1 2 write 1.5 s", "2 3 read 2 s"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal("", Run.Of("trace", "head", path, "--from", "9", "--json").Output);
    }

    [Fact]
    public void Columns_pages_and_times_are_taken_as_said()
    {
        string path = Csv("when,where,how\n1000,8192,set\n3000,9000,get\n");
        Run run = Run.Of("trace", "head", path, "--column", "offset=where", "--column", "time=when", "--column", "op=how", "--time-unit", "us", "--page", "8KiB", "--json");
        Assert.Equal(
            "{\"access\":0,\"page\":1,\"op\":\"write\",\"timeNanoseconds\":0}\n{\"access\":1,\"page\":1,\"op\":\"read\",\"timeNanoseconds\":2000000}\n",
            run.Output);
    }

    [Fact]
    public void Sizes_count_unless_told()
    {
        string path = Csv("key,size\n1,5000\n");
        Run.Of("trace", "info", path).AssertWrongUsage(
            $"{path}: line 2: expected an object of 1 to 4096 bytes (a page), found one of 5000; take each for one page with --ignore-size, or larger pages with --page");
        Assert.Equal(0, Run.Of("trace", "info", path, "--ignore-size").ExitCode);
        Assert.Equal(0, Run.Of("trace", "info", path, "--page", "8192").ExitCode);
    }

    [Fact]
    public void What_is_wrong_is_one_line_and_nothing_is_written()
    {
        string path = Csv("key\n1\n");
        string there = _folder.Write("there.tptrace", "");
        Run.Of("trace", "info", "none").AssertWrongUsage("none: expected a trace file, found none of this name");
        Run.Of("trace", "convert", path, "-o", "b.bin").AssertWrongUsage("'b.bin' does not tell its format by its name: say it with --to");
        Run.Of("trace", "convert", path, "-o", path, "--to", "tp64").AssertWrongUsage($"'{path}' is the trace that is read");
        Run.Of("trace", "convert", path, "-o", there).AssertWrongUsage($"'{there}' is there already; --force writes over it");
        Run.Of("trace", "info", path, "--page", "5KiB").AssertWrongUsage("--page: '5KiB' is no size of a page, which is a power of two from 64 to 64MiB");
        Run.Of("trace", "info", path, "--column", "what=x").AssertWrongUsage("--column: 'what' is none of page, offset, op, kind, domain, tag, size, time");
        Run.Of("trace", "info", path, "--column", "page").AssertWrongUsage("--column: 'page' is not as page=obj_id");
        Run.Of("trace", "head", path, "--from", "-1").AssertWrongUsage("--from: 0 or more");

        string wrong = Csv("key,op\n1,r\n2,x\n");
        Run.Of("trace", "convert", wrong, "-o", _folder.PathOf("c.tptrace")).AssertWrongUsage(
            $"{wrong}: line 3: expected a read (r, read, get, 0) or a write (w, write, set, put, update, 1) in column 2, found 'x'");
        Assert.Equal(["a.csv", "there.tptrace"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private string Csv(string text) => _folder.Write("a.csv", text);
}
