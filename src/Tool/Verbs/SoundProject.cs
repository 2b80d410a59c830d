using TierPolicy.Language.Diagnostics;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary>
/// For verbs that need policies without errors: with one, it is shown on standard error, and the verb does nothing. Where all errors are
/// warnings that the project raised, there is a policy to show all the same.
/// </summary>
internal static class SoundProject
{
    public static int Use(Terminal terminal, string[] files, bool asJson, Func<PolicyProject, int> action)
    {
        PolicyProject project = PolicyProject.Load(files, terminal);
        Diagnostic[] errors = [.. project.Errors];
        new DiagnosticPrinter(terminal.ErrorLines, project.Sources, project.Files, project.Binding).Print(errors);
        if (project.IsBroken && asJson)
        {
            Json.Write(terminal.Out, new MistakesJson([.. errors.Select(DiagnosticJson.Of)], project.NotText));
        }

        int exitCode = project.IsBroken ? ExitCode.PolicyHasErrors : action(project);
        return exitCode == ExitCode.Fine && errors.Length > 0 ? ExitCode.PolicyHasErrors : exitCode;
    }

    /// <summary>For machines, in place of what was asked for.</summary>
    private sealed record MistakesJson(IReadOnlyList<DiagnosticJson> Diagnostics, IReadOnlyList<string> NotText);
}
