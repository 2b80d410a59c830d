using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>What the generator makes of a project, as the compiler runs it.</summary>
internal static class Emitted
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>The code of each policy by its file's name, but for what depends on the form: documentation, accessibility, and where it was written.</summary>
    public static SortedDictionary<string, string> OfPolicyFile(string text, string? csharp = null) => Of([new PolicyFile(text)], csharp is null ? [] : [csharp]);

    public static SortedDictionary<string, string> OfCSharp(string text) => Of([], [text]);

    private static SortedDictionary<string, string> Of(PolicyFile[] files, string[] sources)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Policies",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, Options, "Policies.cs")),
            Library.Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new TierPolicyGenerator().AsSourceGenerator()], files, Options, new ItemGroups())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Assert.DoesNotContain(diagnostics.Concat(output.GetDiagnostics()), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new SortedDictionary<string, string>(
            driver.GetRunResult().Results.Single().GeneratedSources
                .Where(source => source.SourceText.ToString().Contains("ITierPolicy", StringComparison.Ordinal))
                .ToDictionary(source => source.HintName, source => CodeOf(source.SourceText)),
            StringComparer.Ordinal);
    }

    private static string CodeOf(SourceText source) => string.Join('\n', source.ToString().Split('\n')
        .Where(line => line.TrimStart() is { } code && !code.StartsWith("///", StringComparison.Ordinal) && !code.StartsWith("#line", StringComparison.Ordinal) && !code.StartsWith("#pragma", StringComparison.Ordinal))
        .Select(line => line.Replace("public readonly", "readonly", StringComparison.Ordinal).Replace("internal readonly", "readonly", StringComparison.Ordinal)));

    private sealed class PolicyFile(string text) : AdditionalText
    {
        public override string Path => "a.tierpolicy";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class ItemGroups : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new ItemGroup();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class ItemGroup : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_metadata.AdditionalFiles.SourceItemGroup" ? "TierPolicy" : null;
            return value is not null;
        }
    }
}
