using System.CommandLine;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>fmt FILE… [--check]</c>: one style for all files.</summary>
internal static class FormatVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = CommonOptions.Files();
        Option<bool> check = new("--check") { Description = "Write nothing; exit with 1 if a file is not in shape." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("fmt", "Puts policy files into shape.") { files, check, json };
        command.SetAction(arguments =>
        {
            bool checksOnly = arguments.GetValue(check);
            IReadOnlyList<Outcome> outcomes = [.. PolicyFiles.Find(arguments.GetRequiredValue(files), terminal.ReportSkipped).Select(path => Format(path, checksOnly))];
            Report(terminal, outcomes, arguments.GetValue(json));
            return outcomes.All(outcome => outcome.Status is Status.Unchanged or Status.Formatted) ? ExitCode.Fine : ExitCode.PolicyHasErrors;
        });
        return command;
    }

    private static Outcome Format(string path, bool checksOnly)
    {
        if (PolicyText.ReadExactly(path) is not { } text)
        {
            return new Outcome(path, Status.NotUtf8, null, []);
        }

        SyntaxFile file = Parser.ParseFile(path, text);
        if (Formatter.Format(file, text) is not { } formatted)
        {
            Diagnostic[] errors = [.. file.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
            return new Outcome(path, Status.HasErrors, new SourceText(path, text), errors) { Files = [file] };
        }

        if (formatted == text)
        {
            return new Outcome(path, Status.Unchanged, null, []);
        }

        if (checksOnly)
        {
            return new Outcome(path, Status.NotInShape, null, []);
        }

        PolicyText.WriteAtomically(path, formatted);
        return new Outcome(path, Status.Formatted, null, []);
    }

    private static void Report(Terminal terminal, IReadOnlyList<Outcome> outcomes, bool asJson)
    {
        if (asJson)
        {
            Json.Write(terminal.Out, new ReportJson([.. outcomes.Select(FileJson.Of)]));
            return;
        }

        foreach (Outcome outcome in outcomes)
        {
            if (outcome.Source is { } source)
            {
                new DiagnosticPrinter(terminal.ErrorLines, [source], outcome.Files).Print(outcome.Errors);
            }

            switch (outcome.Status)
            {
                case Status.Formatted:
                    terminal.Out.WriteLine($"formatted {outcome.Path}");
                    break;
                case Status.NotInShape:
                    terminal.Out.WriteLine($"not in shape: {outcome.Path}");
                    break;
                case Status.HasErrors:
                    terminal.Error.WriteLine($"left alone, because it has mistakes: {outcome.Path}");
                    break;
                case Status.NotUtf8:
                    terminal.Error.WriteLine($"left alone, because it is not UTF-8 text: {outcome.Path}");
                    break;
            }
        }
    }

    private enum Status
    {
        Unchanged,
        Formatted,
        NotInShape,
        HasErrors,
        NotUtf8,
    }

    private sealed record Outcome(string Path, Status Status, SourceText? Source, IReadOnlyList<Diagnostic> Errors)
    {
        public IReadOnlyList<SyntaxFile> Files { get; init; } = [];
    }

    private sealed record ReportJson(IReadOnlyList<FileJson> Files);

    private sealed record FileJson(string File, string Status, IReadOnlyList<DiagnosticJson> Diagnostics)
    {
        public static FileJson Of(Outcome outcome) => new(
            outcome.Path,
            System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(outcome.Status.ToString()),
            [.. outcome.Errors.Select(DiagnosticJson.Of)]);
    }
}
