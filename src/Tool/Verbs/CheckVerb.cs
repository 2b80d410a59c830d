using System.CommandLine;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>check FILE…</c>: all that the compiler would say.</summary>
internal static class CheckVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = CommonOptions.Files();
        Option<bool> warnAsError = new("--warnaserror") { Description = "Take every warning for an error." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("check", "Shows every mistake in policy files.") { files, warnAsError, json };
        command.SetAction(arguments =>
        {
            PolicyProject project = PolicyProject.Load(arguments.GetRequiredValue(files), terminal);
            IReadOnlyList<Diagnostic> diagnostics = arguments.GetValue(warnAsError) ? [.. project.Diagnostics.Select(AsError)] : project.Diagnostics;
            return Report(terminal, project, diagnostics, arguments.GetValue(json));
        });
        return command;
    }

    private static Diagnostic AsError(Diagnostic diagnostic)
        => diagnostic.Severity == DiagnosticSeverity.Warning ? diagnostic with { Severity = DiagnosticSeverity.Error } : diagnostic;

    private static int Report(Terminal terminal, PolicyProject project, IReadOnlyList<Diagnostic> diagnostics, bool asJson)
    {
        int errors = Number(DiagnosticSeverity.Error);
        int warnings = Number(DiagnosticSeverity.Warning);
        int informations = Number(DiagnosticSeverity.Information);
        if (asJson)
        {
            Json.Write(terminal.Out, new ReportJson([.. diagnostics.Select(DiagnosticJson.Of)], project.Files.Count, errors, warnings, informations, project.NotText));
        }
        else
        {
            new DiagnosticPrinter(terminal.Lines, project.Sources, project.Files, project.Binding).Print(diagnostics);
            string findings = string.Join(", ", Findings());
            terminal.Out.WriteLine($"{Count.Of(project.Files.Count, "file")}: {(findings.Length == 0 ? "nothing to report" : findings)}");
        }

        return errors > 0 || project.NotText.Count > 0 ? ExitCode.PolicyHasErrors : ExitCode.Fine;

        int Number(DiagnosticSeverity severity) => diagnostics.Count(diagnostic => diagnostic.Severity == severity);

        IEnumerable<string> Findings()
        {
            if (errors > 0)
            {
                yield return Count.Of(errors, "error");
            }

            if (warnings > 0)
            {
                yield return Count.Of(warnings, "warning");
            }

            if (informations > 0)
            {
                yield return Count.Of(informations, "note");
            }
        }
    }

    private sealed record ReportJson(IReadOnlyList<DiagnosticJson> Diagnostics, int Files, int Errors, int Warnings, int Informations, IReadOnlyList<string> NotText);
}
