using System.CommandLine;
using System.Globalization;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Tracing;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>trace info|convert|head</c>: what is in a trace, and the same in another format.</summary>
internal static class TraceVerb
{
    public static Command Create(Terminal terminal) => new("trace", "Looks at traces of page accesses, and converts them.")
    {
        CreateInfo(terminal),
        CreateConvert(terminal),
        CreateHead(terminal),
    };

    private static Command CreateInfo(Terminal terminal)
    {
        Argument<string> file = File();
        Option<bool> json = CommonOptions.Json();
        TraceOptions options = new();
        Command command = new("info", "Reads a trace through and says what is in it.") { file, json };
        options.AddTo(command);
        command.SetAction(arguments =>
        {
            using TraceReader trace = TraceFile.Open(arguments.GetRequiredValue(file), options.Read(arguments));
            TraceInfo info = TraceInfo.Of(trace);
            if (arguments.GetValue(json))
            {
                Json.Write(terminal.Out, info);
            }
            else
            {
                info.Print(terminal);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command CreateConvert(Terminal terminal)
    {
        Argument<string> file = File();
        Option<string> output = new("--output", "-o") { Description = "The file to write, packed if it is called *.gz or *.zst; '-' for standard output.", Required = true };
        Option<string?> to = new("--to") { Description = "The format to write, where the name does not tell: tptrace, tp64 or oraclegeneral." };
        to.AcceptOnlyFromAmong("tptrace", "tp64", "oraclegeneral");
        Option<int> quality = new("--quality") { Description = "How well a .tptrace is packed, from 0 (fast) to 11 (small).", DefaultValueFactory = static _ => 5 };
        Option<bool> force = new("--force") { Description = "Write over a file that is there." };
        Option<bool> json = CommonOptions.Json();
        TraceOptions options = new();
        Command command = new("convert", "Writes a trace as .tptrace, tp64 or oracleGeneral.") { file, output, to, quality, force, json };
        options.AddTo(command);
        command.SetAction(arguments =>
        {
            string source = arguments.GetRequiredValue(file);
            string target = arguments.GetRequiredValue(output);
            TraceFormat format = FormatOf(target, arguments.GetValue(to));
            int packs = arguments.GetValue(quality) is >= 0 and <= 11 and var given ? given : throw new UsageException("--quality: from 0 to 11");
            RecordingTarget.Check(target, source, arguments.GetValue(force));
            using TraceReader trace = TraceFile.Open(source, options.Read(arguments));
            long accesses = TraceConverter.Convert(trace, target, format, new TraceWriterOptions { Quality = packs });
            if (target == "-")
            {
                return ExitCode.Fine;
            }

            if (arguments.GetValue(json))
            {
                Json.Write(terminal.Out, new ConvertedJson(source, target, Name(format), accesses));
            }
            else
            {
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wrote {target}: {accesses:N0} accesses as {Name(format)}, {new FileInfo(target).Length:N0} bytes"));
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command CreateHead(Terminal terminal)
    {
        Argument<string> file = File();
        Option<long> count = new("--count", "-n") { Description = "How many accesses to show.", DefaultValueFactory = static _ => 10 };
        Option<long> from = new("--from") { Description = "The first access to show; that of the trace is 0." };
        Option<bool> json = CommonOptions.Json();
        TraceOptions options = new();
        Command command = new("head", "Shows the first accesses of a trace, or those from any on.") { file, count, from, json };
        options.AddTo(command);
        command.SetAction(arguments =>
        {
            long first = arguments.GetValue(from) is >= 0 and var given ? given : throw new UsageException("--from: 0 or more");
            long length = arguments.GetValue(count) is >= 0 and var wanted ? wanted : throw new UsageException("--count: 0 or more");
            using TraceReader trace = TraceFile.Open(arguments.GetRequiredValue(file), options.Read(arguments));
            if (trace.Skip(first) < first)
            {
                length = 0;
            }

            new AccessPrinter(terminal, trace.Columns, arguments.GetValue(json)).Print(trace, first, length);
            return ExitCode.Fine;
        });
        return command;
    }

    private static Argument<string> File() => new("TRACE") { Description = "The trace, packed with gzip, zstd or not; '-' for standard input." };

    private static TraceFormat FormatOf(string path, string? told)
    {
        TraceFormat? format = told is null ? TraceSink.FormatOfName(path) : Enum.Parse<TraceFormat>(told, ignoreCase: true);
        return format ?? throw new UsageException($"'{path}' does not tell its format by its name: say it with --to");
    }

    private static string Name(TraceFormat format) => format.ToString().ToLowerInvariant();

    private sealed record ConvertedJson(string Trace, string Output, string Format, long Accesses);
}
