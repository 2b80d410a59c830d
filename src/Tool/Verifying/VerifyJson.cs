using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>What <c>verify --json</c> prints.</summary>
internal sealed record VerifyJson(string Kernel, IReadOnlyList<VerificationJson> Policies, IReadOnlyList<FindingJson> Settings, IReadOnlyList<FixJson> Applied, int Errors, int Warnings, int Notes)
{
    public static VerifyJson Of(VerifyReport report) => new(
        report.KernelRelease,
        [.. report.Verifications.Select(verification => new VerificationJson(verification.Policy, verification.Topology.Name, [.. verification.Findings.Select(FindingJson.Of)]))],
        [.. report.Settings.Select(FindingJson.Of)],
        [.. report.Applied.Select(FixJson.Of)],
        report.Count(FindingSeverity.Error),
        report.Count(FindingSeverity.Warning),
        report.Count(FindingSeverity.Note));
}

/// <summary>One policy; without a name, a topology that none is on.</summary>
internal sealed record VerificationJson(string? Policy, string Topology, IReadOnlyList<FindingJson> Findings);

internal sealed record FindingJson(string Severity, string? Node, string Message, string? Help, FixJson? Fix)
{
    public static FindingJson Of(Finding finding) => new(VerifyReport.NameOf(finding.Severity), finding.Node, finding.Message, finding.Help, finding.Fix is { } fix ? FixJson.Of(fix) : null);
}

internal sealed record FixJson(string Path, string Now, string Wanted, string Command)
{
    public static FixJson Of(KernelSetting setting) => new(setting.Path, setting.Now, setting.Wanted, setting.Command);
}
