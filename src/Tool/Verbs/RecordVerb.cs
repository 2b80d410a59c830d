using System.CommandLine;
using System.Globalization;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Tracing;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>record -o TRACE -- COMMAND</c>: which pages a native program touches.</summary>
internal static class RecordVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> program = new("COMMAND") { Description = "The program to run and its arguments, after '--'.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--output", "-o") { Description = "The .tptrace to write.", Required = true };
        Option<string> page = new("--page") { Description = "The size of a page, a power of two from 64 to 64MiB.", DefaultValueFactory = static _ => "4KiB" };
        Option<bool> instructions = new("--instructions") { Description = "Count the pages that instructions are fetched from as read." };
        Option<string> valgrind = new("--valgrind") { Description = "The valgrind to run it under.", DefaultValueFactory = static _ => "valgrind" };
        Option<bool> force = new("--force") { Description = "Write over a file that is there." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("record", "Runs a native program under valgrind's lackey, and records which pages it touches. It takes some hundred times as long.")
        {
            output, page, instructions, valgrind, force, json, program,
        };
        command.SetAction(arguments =>
        {
            string target = arguments.GetRequiredValue(output);
            string[] words = arguments.GetRequiredValue(program);
            LackeyOptions options = new() { PageSize = TraceOptions.PageSize("--page", arguments.GetValue(page)!), InstructionFetches = arguments.GetValue(instructions) };
            if (target == "-")
            {
                throw new UsageException("--output: a file, as the program's output goes to where yours does");
            }

            RecordingTarget.Check(target, null, arguments.GetValue(force));
            string runner = FindValgrind(arguments.GetValue(valgrind)!);
            if (Programs.Find(words[0]) is null)
            {
                throw new UsageException($"there is no program '{words[0]}'");
            }

            (LackeyPackResult packed, int exitCode) = LackeyRun.Record(runner, words, target, options);
            Report(terminal, target, packed, exitCode, options.PageSize, arguments.GetValue(json));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string FindValgrind(string name) => Programs.Find(name) ?? throw new UsageException(
        $"there is no '{name}' here, which record needs: install it ('apt-get install valgrind', 'dnf install valgrind'); "
        + "what 'valgrind --tool=lackey --trace-mem=yes' prints elsewhere is read by 'tierpolicy trace convert'; a .NET program records itself by StartRecording");

    /// <summary>On standard error: standard output is the program's.</summary>
    private static void Report(Terminal terminal, string target, LackeyPackResult packed, int exitCode, int pageSize, bool asJson)
    {
        if (asJson)
        {
            Json.Write(terminal.Out, new RecordedJson(target, packed.AccessesBeforeFolding, packed.Trace.Accesses, packed.Trace.Writes, packed.Trace.DistinctPages, pageSize, exitCode));
            return;
        }

        terminal.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"wrote {target}: {packed.AccessesBeforeFolding:N0} accesses, folded to {packed.Trace.Accesses:N0} ({packed.Trace.Writes:N0} writes) to {packed.Trace.DistinctPages:N0} pages of {pageSize:N0} bytes"));
        if (exitCode != 0)
        {
            terminal.Error.WriteLine($"note: the program ended with {exitCode}");
        }
    }

    private sealed record RecordedJson(string Output, long AccessesBeforeFolding, long Accesses, long Writes, long DistinctPages, int PageSize, int ProgramExitCode);
}
