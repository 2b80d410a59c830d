using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TierPolicy;
using TierPolicy.Samples.Quickstart;
using TierPolicy.Traces;

Option<string> trace = new("--trace")
{
    Description = "The trace to replay: the project's own format or tp64, gzipped or not.",
    DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "traces", "shop.tptrace"),
};
Option<string?> json = new("--json") { Description = "Also write the comparison to this file, for machines." };
Option<string> folder = new("--folder")
{
    Description = "Where the swap files are made.",
    DefaultValueFactory = _ => Path.GetTempPath(),
};
Option<bool> threads = new("--threads") { Description = "Reclaim and promote on background threads, on the machine's clock, with a store that takes its declared time: lifelike, and different in each run." };

RootCommand root = new("Replays a page-access trace three times: on DRAM alone, with slower memory beside it, and with demotion to that memory.") { trace, json, folder, threads };
root.SetAction(arguments => Guarded(() =>
{
    if (arguments.GetValue(json) is string target)
    {
        Comparison.RequireFolderOf(target);
    }

    Workload workload = Workload.Load(arguments.GetRequiredValue(trace));
    ReplaySettings settings = new(arguments.GetRequiredValue(folder), arguments.GetValue(threads));
    IDisplay display = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
        ? new TerminalDisplay(AnsiConsole.Console)
        : new PlainDisplay(Console.Out);
    Comparison comparison = new(workload, new Experiment(workload, settings, display).Run());
    comparison.WriteTable(AnsiConsole.Console);
    if (arguments.GetValue(json) is string path)
    {
        comparison.WriteJson(path);
    }
}));

Argument<string> output = new("OUT") { Description = "The trace to write." };
Command pack = new("pack-lackey", "Folds what `valgrind --tool=lackey --trace-mem=yes` writes, read from standard input, into a trace.") { output };
pack.SetAction(arguments => Guarded(() =>
{
    using Stream input = Console.OpenStandardInput();
    LackeyPackResult packed = LackeyPacker.Pack(input, arguments.GetRequiredValue(output));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{packed.AccessesBeforeFolding:N0} accesses of {packed.Programs} program(s), folded to {packed.Trace.Accesses:N0} ({packed.Trace.Writes:N0} writes) to {packed.Trace.DistinctPages:N0} pages"));
}));
root.Add(pack);
return root.Parse(args).Invoke();

// A user's mistake, or a machine that is too small, is one line; anything else is a defect and keeps its stack trace.
static int Guarded(Action action)
{
    try
    {
        action();
        return 0;
    }
    catch (AggregateException error) when (error.InnerException is ContentsMismatchException)
    {
        Console.Error.WriteLine($"error: {error.InnerException.Message}");
        return 1;
    }
    catch (Exception error) when (error is TieredMemoryException or ContentsMismatchException or IOException or UnauthorizedAccessException or ArgumentException)
    {
        Console.Error.WriteLine($"error: {error.Message}");
        return 1;
    }
}
