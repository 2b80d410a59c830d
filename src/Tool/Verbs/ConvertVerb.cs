using System.CommandLine;
using TierPolicy.Tool.Conversion;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>convert FILE --to csharp|tierpolicy</c>: a policy in its other form.</summary>
internal static class ConvertVerb
{
    private const string CSharp = "csharp";
    private const string PolicyFile = "tierpolicy";

    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "A .tierpolicy file, or one of attributed C#." };
        Option<string> to = new("--to") { Description = "The form to write.", Required = true };
        to.AcceptOnlyFromAmong(CSharp, PolicyFile);
        Option<string?> output = new("--output") { Description = "The file to write; standard output if absent." };
        Option<bool> force = new("--force") { Description = "Write over files that are there." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("convert", "Writes a policy in its other form: a .tierpolicy file as attributed C#, or the other way round.") { file, to, output, force, json };
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string form = arguments.GetRequiredValue(to);
            CheckForm(path, form);
            if (arguments.GetValue(output) is { } target)
            {
                CheckTarget(target, path, arguments.GetValue(force));
            }

            try
            {
                return Run(terminal, path, form, arguments.GetValue(output), arguments.GetValue(force), arguments.GetValue(json));
            }
            catch (ConversionException error)
            {
                terminal.Error.WriteLine($"error: {error.Message}");
                return ExitCode.PolicyHasErrors;
            }
        });
        return command;
    }

    private static int Run(Terminal terminal, string path, string form, string? output, bool force, bool asJson)
    {
        Conversion.Conversion conversion = form == CSharp ? Conversion.Conversion.ToCSharp(path) : Conversion.Conversion.ToPolicyFile(path);
        if (conversion.Mistakes.Count > 0)
        {
            new DiagnosticPrinter(terminal.ErrorLines, [conversion.Source], conversion.PolicyFiles).Print(conversion.Mistakes);
            return ExitCode.PolicyHasErrors;
        }

        string? remainingPath = output is not null && conversion.Remaining is not null ? Path.ChangeExtension(output, ".remaining.cs") : null;
        if (output is not null)
        {
            List<(string, string)> files = [(output, conversion.Text)];
            if (remainingPath is not null)
            {
                CheckTarget(remainingPath, path, force);
                files.Add((remainingPath, conversion.Remaining!));
            }

            PolicyText.WriteAtomically(files);
        }

        if (asJson)
        {
            RemainingJson? remaining = conversion.Remaining is { } text ? new RemainingJson(remainingPath, text) : null;
            Json.Write(terminal.Out, new ResultJson(path, form, output, conversion.Text, remaining));
        }
        else if (output is null)
        {
            terminal.Out.Write(conversion.Text);
            if (conversion.Remaining is not null)
            {
                terminal.Error.WriteLine($"note: a part of '{path}' stays in C#; with --output it is written, too");
            }
        }
        else
        {
            terminal.Out.WriteLine(remainingPath is null ? $"wrote {output}, which takes the place of {path}" : $"wrote {output} and {remainingPath}, which together take the place of {path}");
        }

        return ExitCode.Fine;
    }

    private static void CheckForm(string path, string form)
    {
        if (!File.Exists(path))
        {
            throw new UsageException(Directory.Exists(path) ? $"'{path}' is a folder: files are converted one by one" : $"there is no file '{path}'");
        }

        bool isCSharp = Path.GetExtension(path).Equals(".cs", StringComparison.OrdinalIgnoreCase);
        if (isCSharp == (form == CSharp))
        {
            throw new UsageException($"'{path}' is {(isCSharp ? "C#" : "a .tierpolicy file")} already");
        }
    }

    private static void CheckTarget(string target, string source, bool force)
    {
        if (Path.GetFullPath(target) == Path.GetFullPath(source))
        {
            throw new UsageException($"'{target}' is the file that is converted");
        }

        if (Directory.Exists(target))
        {
            throw new UsageException($"'{target}' is a folder");
        }

        if (File.Exists(target) && !force)
        {
            throw new UsageException($"'{target}' is there already; --force writes over it");
        }
    }

    private sealed record ResultJson(string File, string To, string? Output, string Text, RemainingJson? Remaining);

    private sealed record RemainingJson(string? Output, string Text);
}
