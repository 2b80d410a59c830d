extern alias runtime;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TierPolicy.Generator;
using TierPolicy.Language.Model;
using LanguageText = TierPolicy.Language.Text.SourceText;

namespace TierPolicy.Tool.Simulating;

/// <summary>Compiles policy files as a build does, by the same generator, and loads what comes of it.</summary>
/// <param name="references">Assemblies with the predicates of the policies.</param>
internal sealed class PolicyCompiler(IReadOnlyList<string> references)
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Preview);

    private readonly Lazy<MetadataReference[]> _references = new(() => [.. PlatformAssemblies(), .. references.Select(static path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Compiles files that have no mistakes.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="policies">What they declare: predicates that no reference has are made up, and never hold.</param>
    /// <exception cref="UsageException">A predicate is not what the policy needs.</exception>
    public CompiledPolicies Compile(IReadOnlyList<LanguageText> sources, IReadOnlyList<Policy> policies)
    {
        SyntaxTree[] stubs = references.Count > 0 ? [] : [.. PredicateStubs.Of(policies).Select(static text => CSharpSyntaxTree.ParseText(text, Parse))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Policies-{Guid.NewGuid():N}",
            stubs,
            _references.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

        CSharpGeneratorDriver
            .Create([new TierPolicyGenerator().AsSourceGenerator()], [.. sources.Select(static source => new PolicyItem(source))], Parse, new PolicyItemOptions())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);

        using MemoryStream image = new();
        ImmutableArray<Diagnostic> diagnostics = generated.Emit(image).Diagnostics;
        if (diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new UsageException($"the policy does not compile: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}; its predicates are looked up in what {Predicates.PredicateLibrary.Option} gives");
        }

        image.Position = 0;
        return new CompiledPolicies(image, references);
    }

    /// <summary>What the tool itself runs on, so that what is compiled runs here.</summary>
    private static IEnumerable<MetadataReference> PlatformAssemblies()
    {
        string runtimePath = typeof(runtime::TierPolicy.ITierPolicy).Assembly.Location;
        string platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return platform.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Append(runtimePath)
            .Select(static path => MetadataReference.CreateFromFile(path));
    }
}
