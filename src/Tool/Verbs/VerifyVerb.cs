using System.CommandLine;
using TierPolicy.Language.Model;
using TierPolicy.Tool.Kernel;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;
using TierPolicy.Tool.Verifying;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>verify FILE…</c>: whether this machine, and its kernel, are as policies take them to be.</summary>
internal static class VerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = CommonOptions.Files();
        Option<string?> policy = CommonOptions.Policy();
        Option<bool> warnAsError = new("--warnaserror") { Description = "Take every warning for an error." };
        Option<bool> fix = new("--fix") { Description = "Print the commands that set the kernel right." };
        Option<bool> apply = new("--apply") { Description = "With --fix: run them. It needs root." };
        Option<string> root = CommonOptions.Root();
        Option<bool> json = CommonOptions.Json();
        Command command = new("verify", "Holds policies against this machine: its nodes, its order of demotion, its settings.") { files, policy, warnAsError, fix, apply, root, json };
        command.SetAction(arguments =>
        {
            bool fixes = arguments.GetValue(fix);
            if (arguments.GetValue(apply) && !fixes)
            {
                throw new UsageException("--apply runs what --fix prints: say both");
            }

            KernelFiles kernel = new(arguments.GetValue(root)!);
            return SoundProject.Use(terminal, arguments.GetRequiredValue(files), arguments.GetValue(json), project =>
            {
                VerifyReport report = Look(project);
                if (arguments.GetValue(apply))
                {
                    KernelSetting[] settings = [.. report.Fixes];
                    foreach (KernelSetting setting in settings)
                    {
                        kernel.Write(setting.Path, setting.Wanted);
                    }

                    // What it is now, not what it ought to be by now.
                    report = Look(project) with { Applied = settings };
                }

                if (arguments.GetValue(json))
                {
                    Json.Write(terminal.Out, VerifyJson.Of(report));
                }
                else
                {
                    report.Print(terminal.Out, fixes);
                }

                bool fails = report.Count(FindingSeverity.Error) > 0 || (arguments.GetValue(warnAsError) && report.Count(FindingSeverity.Warning) > 0);
                return fails ? ExitCode.PolicyHasErrors : ExitCode.Fine;
            });

            VerifyReport Look(PolicyProject project)
            {
                string? name = arguments.GetValue(policy);
                IReadOnlyList<Policy> policies = project.Select(name);
                IEnumerable<Topology> alone = name is null ? project.Binding.Topologies.Where(topology => !policies.Any(policy => policy.Topology == topology)) : [];
                return new(Machine.Read(kernel).KernelRelease, Verification.Of(policies, alone, kernel), [.. SettingChecks.Of(kernel)]);
            }
        });
        return command;
    }
}
