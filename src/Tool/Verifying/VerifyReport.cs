using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>All that was found, for people and for machines.</summary>
internal sealed record VerifyReport(string KernelRelease, IReadOnlyList<Verification> Verifications, IReadOnlyList<Finding> Settings)
{
    /// <summary>What was set right.</summary>
    public IReadOnlyList<KernelSetting> Applied { get; init; } = [];

    public IEnumerable<KernelSetting> Fixes => Settings.Select(finding => finding.Fix).OfType<KernelSetting>();

    public int Count(FindingSeverity severity) => All.Count(finding => finding.Severity == severity);

    private IEnumerable<Finding> All => [.. Verifications.SelectMany(verification => verification.Findings), .. Settings];

    /// <param name="output">Where to.</param>
    /// <param name="fixes">Whether the commands stand together at the end, to be pasted.</param>
    public void Print(TextWriter output, bool fixes)
    {
        foreach (KernelSetting setting in Applied)
        {
            output.WriteLine($"set {setting.Path} to {setting.Wanted}; it was {setting.Now}");
        }

        foreach (Verification verification in Verifications)
        {
            Print(output, verification.Policy ?? verification.Topology.Name, verification.Findings);
        }

        Print(output, "kernel", Settings);
        if (fixes && Fixes.Any())
        {
            output.WriteLine("As root, until the machine starts anew:");
            foreach (KernelSetting setting in Fixes)
            {
                output.WriteLine($"  {setting.Command}");
            }
        }

        string[] found =
        [
            .. from kind in (FindingSeverity[])[FindingSeverity.Error, FindingSeverity.Warning, FindingSeverity.Note]
               where Count(kind) > 0
               select Reports.Count.Of(Count(kind), NameOf(kind)),
        ];
        output.WriteLine($"Linux {KernelRelease}: {(found.Length == 0 ? "all is as the policies take it to be" : string.Join(", ", found))}");
    }

    private static void Print(TextWriter output, string whose, IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            output.WriteLine($"{whose}{(finding.Node is { } node ? $": {node}" : "")}: {NameOf(finding.Severity)}: {finding.Message}");
            if ((finding.Help ?? finding.Fix?.Command) is { } help)
            {
                output.WriteLine($"  = help: {help}");
            }
        }
    }

    internal static string NameOf(FindingSeverity severity) => severity.ToString().ToLowerInvariant();
}
