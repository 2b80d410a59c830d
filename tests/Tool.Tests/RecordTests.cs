using System.Diagnostics;
using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;
using TierPolicy.Traces;
using Xunit.Abstractions;

namespace TierPolicy.Tool.Tests;

public sealed class RecordTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Trace => _folder.PathOf("a.tptrace");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_lackey_says_while_the_program_runs_becomes_a_trace()
    {
        string valgrind = Valgrind(
            """
            test "$1 $2 $3 $5 $6" = "--tool=lackey --trace-mem=yes --child-silent-after-fork=yes true arg" || exit 9
            printf '==1== Lackey, a tool\nI  04001000,3\n L 00001000,8\n S 00002000,8\n' > "${4#--log-file=}"
            exit 3
            """);
        Run run = Run.Of("record", "-o", Trace, "--valgrind", valgrind, "--", "true", "arg");
        Assert.Equal(
            new Run(0, "", $"wrote {Trace}: 2 accesses, folded to 2 (1 writes) to 2 pages of 4,096 bytes\nnote: the program ended with 3\n"),
            run);
        Assert.Equal(new TraceSummary(2, 2, 1), TraceFile.Summarize(Trace));

        JsonElement json = Run.Of("record", "-o", Trace, "--force", "--instructions", "--page", "64", "--valgrind", valgrind, "--json", "--", "true", "arg").ReadJson();
        Assert.Equal((3, 3, 3), (json.GetProperty("accesses").GetInt32(), json.GetProperty("distinctPages").GetInt32(), json.GetProperty("programExitCode").GetInt32()));
    }

    [Fact]
    public void Where_valgrind_says_nothing_there_is_no_trace()
    {
        Run.Of("record", "-o", Trace, "--valgrind", Valgrind("exit 1"), "--", "true").AssertWrongUsage(
            "lackey output: expected accesses to memory, found none; was valgrind run with --trace-mem=yes?");
        Run.Of("record", "-o", Trace, "--valgrind", Valgrind("echo rubbish > \"${4#--log-file=}\"; sleep 600"), "--", "true").AssertWrongUsage(
            "lackey output: byte 0: expected a line of lackey's output such as ' L 1ffefff8,8' in line 1");
        Assert.Equal(["valgrind"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_wrong_is_told_before_anything_runs()
    {
        Run missing = Run.Of("record", "-o", Trace, "--valgrind", "no-valgrind", "--", "true");
        Assert.StartsWith("error: there is no 'no-valgrind' here, which record needs: install it ('apt-get install valgrind'", missing.Error, StringComparison.Ordinal);
        Assert.Equal(2, missing.ExitCode);
        string valgrind = Valgrind("exit 0");
        Run.Of("record", "-o", Trace, "--valgrind", valgrind, "--", "no-such-program").AssertWrongUsage("there is no program 'no-such-program'");
        Run.Of("record", "-o", "-", "--valgrind", valgrind, "--", "true").AssertWrongUsage("--output: a file, as the program's output goes to where yours does");
        Run.Of("record", "-o", valgrind, "--valgrind", valgrind, "--", "true").AssertWrongUsage($"'{valgrind}' is there already; --force writes over it");
    }

    [Fact]
    public void A_real_program_is_recorded_where_there_is_a_valgrind()
    {
        Run run = Run.Of("record", "-o", Trace, "--json", "--", "true");
        if (run.Error.Contains("there is no 'valgrind' here", StringComparison.Ordinal))
        {
            output.WriteLine("Nothing was tested: there is no valgrind here.");
            return;
        }

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(0, run.ReadJson().GetProperty("programExitCode").GetInt32());
        Assert.InRange(TraceFile.Summarize(Trace).DistinctPages, 10, 100_000);
    }

    private string Valgrind(string script)
    {
        string path = _folder.Write("valgrind", "#!/bin/sh\n" + script + "\n");
        Process.Start("chmod", ["+x", path]).WaitForExit();
        return path;
    }
}
