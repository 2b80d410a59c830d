using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>A policy in memory.</summary>
internal sealed class PolicyText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}

/// <summary>What the build says of the policies.</summary>
internal sealed class ItemGroups : AnalyzerConfigOptionsProvider
{
    private static readonly Options Policy = new(new() { ["build_metadata.AdditionalFiles.SourceItemGroup"] = "TierPolicy" });

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options([]);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => textFile is PolicyText ? Policy : GlobalOptions;

    private sealed class Options(Dictionary<string, string> settings) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => settings.TryGetValue(key, out value);
    }
}
