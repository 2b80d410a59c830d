using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>A generator, and the project that it is measured on: 300 plain files and 100 that it has work with.</summary>
internal sealed class Subject
{
    private const int Plain = 300;
    private const int Annotated = 100;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    private readonly ISourceGenerator[] _generators;
    private readonly ImmutableArray<AdditionalText> _policies;
    private readonly SyntaxTree _unrelated;
    private readonly SyntaxTree _unrelatedEdited;

    private Subject(IEnumerable<IIncrementalGenerator> generators, IEnumerable<string> annotated, IEnumerable<string> policies, params MetadataReference[] references)
    {
        _generators = [.. generators.Select(generator => generator.AsSourceGenerator())];
        _policies = [.. policies.Select((text, i) => new PolicyText($"/src/policies/{i}.tierpolicy", text))];
        SyntaxTree[] plain = [.. PlainFiles.Create(Plain).Select((text, i) => Parse(text, $"/src/plain/{i}.cs"))];
        SyntaxTree[] rest = [.. annotated.Select((text, i) => Parse(text, $"/src/annotated/{i}.cs"))];
        _unrelated = plain[Plain / 2];
        _unrelatedEdited = Parse(PlainFiles.Create(Plain / 2, "edited"), _unrelated.FilePath);
        Compilation = CSharpCompilation.Create(
            "Benchmark",
            [.. plain, .. rest],
            [.. Net100.References.All, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public CSharpCompilation Compilation { get; }

    /// <summary>Ours, on 100 attributed policies and 100 files of 50 rules.</summary>
    public static Subject TierPolicy { get; } = new(
        [new TierPolicyGenerator()],
        [PolicyFiles.AttributedTopology, .. PolicyFiles.CreateAttributed(Annotated)],
        [.. PolicyFiles.Create(Annotated), PolicyFiles.Topology],
        MetadataReference.CreateFromFile(typeof(ITierPolicy).Assembly.Location));

    /// <summary>The question for attributes alone, on the same attributed policies.</summary>
    public static Subject LookUp { get; } = new(
        [new LookUp()],
        [PolicyFiles.AttributedTopology, .. PolicyFiles.CreateAttributed(Annotated)],
        [],
        MetadataReference.CreateFromFile(typeof(ITierPolicy).Assembly.Location));

    /// <summary>On 100 mappers of 5 properties.</summary>
    public static Subject Mapperly { get; } = new(
        Load("Riok.Mapperly", "analyzers/roslyn4.14/dotnet/cs", "Riok.Mapperly.dll"),
        PeerFiles.CreateMappers(Annotated),
        [],
        Reference("Riok.Mapperly", "lib/netstandard2.0/Riok.Mapperly.Abstractions.dll"));

    /// <summary>On 100 view models of 5 properties.</summary>
    public static Subject Mvvm { get; } = new(
        Load("CommunityToolkit.Mvvm", "analyzers/dotnet/roslyn4.12/cs", "CommunityToolkit.Mvvm.SourceGenerators.dll"),
        PeerFiles.CreateViewModels(Annotated),
        [],
        Reference("CommunityToolkit.Mvvm", "lib/net8.0/CommunityToolkit.Mvvm.dll"));

    public static Subject Of(string name) => name switch
    {
        nameof(TierPolicy) => TierPolicy,
        nameof(LookUp) => LookUp,
        nameof(Mapperly) => Mapperly,
        nameof(Mvvm) => Mvvm,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(_generators, _policies, Options, new ItemGroups());

    /// <summary>A compilation of the same files that has bound nothing yet.</summary>
    public CSharpCompilation CreateCompilation() => Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(Compilation.SyntaxTrees);

    /// <summary>The compilation after an edit of one of the plain files.</summary>
    public CSharpCompilation EditUnrelated() => Compilation.ReplaceSyntaxTree(_unrelated, _unrelatedEdited);

    /// <summary>The driver after an edit of a number in one of the policies.</summary>
    public GeneratorDriver EditPolicy(GeneratorDriver driver, AdditionalText edited) => driver.ReplaceAdditionalText(_policies[Annotated / 2], edited);

    public AdditionalText EditedPolicy(int tag) => new PolicyText(_policies[Annotated / 2].Path, PolicyFiles.Create(Annotated / 2, tag));

    /// <summary>Has the generator done its work? A generator that fails is fast.</summary>
    public GeneratorDriver Check(GeneratorDriver driver)
    {
        GeneratorDriverRunResult result = driver.GetRunResult();
        if (result.Results.FirstOrDefault(one => one.Exception is not null) is { Exception: { } exception })
        {
            throw new InvalidOperationException("The generator failed.", exception);
        }

        if (!_generators.Any(generator => generator.GetGeneratorType() == typeof(LookUp)) && result.GeneratedTrees.Length < Annotated)
        {
            throw new InvalidOperationException($"Only {result.GeneratedTrees.Length} files were generated: {string.Join('\n', result.Diagnostics.Take(5))}");
        }

        if (result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }

        return driver;
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Options, path);

    private static IEnumerable<IIncrementalGenerator> Load(string package, string folder, string dll)
    {
        Assembly assembly = Assembly.LoadFrom(Path.Combine(PathOf(package), folder, dll));
        return assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsDefined(typeof(GeneratorAttribute)) && typeof(IIncrementalGenerator).IsAssignableFrom(type))
            .Select(type => (IIncrementalGenerator)Activator.CreateInstance(type)!);
    }

    private static PortableExecutableReference Reference(string package, string path) => MetadataReference.CreateFromFile(Path.Combine(PathOf(package), path));

    /// <summary>Where NuGet put a package; the build wrote it down.</summary>
    private static string PathOf(string package) =>
        typeof(Subject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == package).Value!;
}
