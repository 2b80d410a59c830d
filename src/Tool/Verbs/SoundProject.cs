using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary>For verbs that need policies without errors: with one, it is shown on standard error, and the verb does nothing.</summary>
internal static class SoundProject
{
    public static int Use(Terminal terminal, string[] files, Func<PolicyProject, int> action)
    {
        PolicyProject project = PolicyProject.Load(files);
        if (!project.Errors.Any())
        {
            return action(project);
        }

        new DiagnosticPrinter(terminal.ErrorLines, project.Sources).Print(project.Errors);
        return ExitCode.PolicyHasErrors;
    }
}
