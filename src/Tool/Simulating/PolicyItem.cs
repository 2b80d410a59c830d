using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using LanguageText = TierPolicy.Language.Text.SourceText;

namespace TierPolicy.Tool.Simulating;

/// <summary>A policy file as a build passes it to the generator.</summary>
internal sealed class PolicyItem(LanguageText source) : AdditionalText
{
    public override string Path => source.Path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(source.Text, Encoding.UTF8);
}

/// <summary>Says of each that it is one, as <c>TierPolicy.targets</c> does.</summary>
internal sealed class PolicyItemOptions : AnalyzerConfigOptionsProvider
{
    private static readonly AnalyzerConfigOptions None = new Settings([]);
    private static readonly AnalyzerConfigOptions Item = new Settings(new() { ["build_metadata.AdditionalFiles.SourceItemGroup"] = "TierPolicy" });

    public override AnalyzerConfigOptions GlobalOptions => None;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => textFile is PolicyItem ? Item : None;

    private sealed class Settings(Dictionary<string, string> settings) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => settings.TryGetValue(key, out value);
    }
}
