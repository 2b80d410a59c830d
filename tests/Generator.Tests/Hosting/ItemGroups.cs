using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TierPolicy.Generator.Tests.Hosting;

/// <summary>The metadata that the build passes for additional files.</summary>
internal sealed class ItemGroups : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions => Options.None;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        textFile is PolicyText { IsPolicyItem: true } ? Options.Policy : Options.None;

    private sealed class Options(string? itemGroup) : AnalyzerConfigOptions
    {
        public static readonly Options None = new(null);
        public static readonly Options Policy = new("TierPolicy");

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_metadata.AdditionalFiles.SourceItemGroup" ? itemGroup : null;
            return value is not null;
        }
    }
}
