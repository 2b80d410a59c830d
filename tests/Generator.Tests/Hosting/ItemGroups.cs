using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TierPolicy.Generator.Tests.Hosting;

/// <summary>The metadata that the build passes for additional files, and settings of an <c>.editorconfig</c>.</summary>
internal sealed class ItemGroups : AnalyzerConfigOptionsProvider
{
    private const string ItemGroup = "build_metadata.AdditionalFiles.SourceItemGroup";

    private readonly Dictionary<string, Options> _settings = [];

    public override AnalyzerConfigOptions GlobalOptions => Options.None;

    /// <summary>One diagnostic has another severity in one file.</summary>
    public static ItemGroups WithSeverity(string id, string severity, string path)
    {
        ItemGroups groups = new();
        groups._settings.Add(path, new Options(new(AnalyzerConfigOptions.KeyComparer) { [ItemGroup] = "TierPolicy", [$"tierpolicy_diagnostic.{id.ToLowerInvariant()}.severity"] = severity }));
        return groups;
    }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        textFile is not PolicyText { IsPolicyItem: true } ? Options.None : _settings.GetValueOrDefault(textFile.Path, Options.Policy);

    private sealed class Options(Dictionary<string, string> settings) : AnalyzerConfigOptions
    {
        public static readonly Options None = new([]);
        public static readonly Options Policy = new(new() { [ItemGroup] = "TierPolicy" });

        // A host need not have Keys.
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => settings.TryGetValue(key, out value);
    }
}
