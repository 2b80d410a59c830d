using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;
using TierPolicy.Tool.Kernel;
using TierPolicy.Tool.Verifying;

namespace TierPolicy.Kernel.Guest;

/// <summary>What <c>tierpolicy verify FILE --fix</c> does, its settings set as <c>--apply</c> does where the second name says so.</summary>
internal static class Verify
{
    public static int Run(string path)
    {
        KernelFiles files = new();
        BindingResult bound = Binder.Bind([Parser.ParseFile(path, File.ReadAllText(path))]);
        VerifyReport report = Look();
        report.Print(Console.Out, fixes: true);
        foreach (KernelSetting setting in report.Fixes)
        {
            files.Write(setting.Path, setting.Wanted);
        }

        Console.WriteLine("applied");
        report = Look();
        report.Print(Console.Out, fixes: true);
        return report.Count(FindingSeverity.Error);

        VerifyReport Look() => new(Machine.Read(files).KernelRelease, Verification.Of(bound.Policies, [], files), [.. SettingChecks.Of(files)]);
    }
}
