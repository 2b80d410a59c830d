using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Diagnostics;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Files;

/// <summary>The first front end: a <c>.tierpolicy</c> file, parsed alone, before any compilation is seen.</summary>
/// <param name="Syntax">What it declares.</param>
/// <param name="Lines">Where its lines begin.</param>
internal sealed record PolicyFile(SyntaxFile Syntax, LineTable Lines)
{
    private const string ItemGroup = "build_metadata.AdditionalFiles.SourceItemGroup";

    /// <summary>Whether a file came from the <c>TierPolicy</c> items of the project: its extension alone does not say so.</summary>
    public static bool IsPolicy(AdditionalText text, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(text).TryGetValue(ItemGroup, out string? group) && group == "TierPolicy";

    // A host need not say what keys it has, so it is asked for each.
    private static readonly string[] SeverityKeys =
        [.. DiagnosticDescriptors.OfPolicies.Where(descriptor => descriptor.DefaultSeverity != Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Select(descriptor => SeveritySettings.KeyOf(descriptor.Id))];

    /// <summary>What the project's <c>.editorconfig</c> says of the severity of diagnostics in a file.</summary>
    public static SeveritySettings SeveritiesOf(AdditionalText text, AnalyzerConfigOptionsProvider options)
    {
        AnalyzerConfigOptions settings = options.GetOptions(text);
        List<KeyValuePair<string, string>> chosen = [];
        foreach (string key in SeverityKeys)
        {
            if (settings.TryGetValue(key, out string? value))
            {
                chosen.Add(new(key, value));
            }
        }

        return SeveritySettings.Read(chosen);
    }

    public static PolicyFile Parse(AdditionalText text, SeveritySettings severities, CancellationToken cancellation)
    {
        Microsoft.CodeAnalysis.Text.SourceText source = text.GetText(cancellation) ?? Microsoft.CodeAnalysis.Text.SourceText.From("");
        SyntaxFile syntax = Parser.ParseFile(text.Path, source.ToString(), cancellation) with { Severities = severities };
        return new PolicyFile(syntax, LineTable.Of(text.Path, source));
    }
}
