using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace TierPolicy.Generator.Tests.Hosting;

/// <summary>A project of policies and C# that the generator is run on, as the compiler runs it.</summary>
internal sealed record PolicyProject
{
    public static readonly CSharpParseOptions Preview = new(LanguageVersion.Preview);

    /// <summary>What is emitted is documented as in a project that asks for documentation.</summary>
    private static readonly CSharpParseOptions Documented = Preview.WithDocumentationMode(DocumentationMode.Diagnose);

    private static readonly MetadataReference Runtime = MetadataReference.CreateFromFile(typeof(ITierPolicy).Assembly.Location);

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(AttributedPolicyAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract && !type.IsSubclassOf(typeof(DiagnosticSuppressor)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public ImmutableArray<PolicyText> Policies { get; init; } = [];

    public ImmutableArray<(string Path, string Text)> Sources { get; init; } = [];

    /// <summary>Whether the project refers to the runtime.</summary>
    public bool HasRuntime { get; init; } = true;

    /// <summary>The metadata and the settings of the files.</summary>
    public ItemGroups Options { get; init; } = new();

    /// <summary>A project with one policy file.</summary>
    public static PolicyProject OfPolicy(string text, string path = "policy.tierpolicy") => new() { Policies = [new PolicyText(path, text)] };

    /// <summary>A project with one C# file.</summary>
    public static PolicyProject OfCSharp(string text, string path = "Program.cs") => new() { Sources = [(path, text)] };

    public PolicyProject WithCSharp(string text, string path = "Program.cs") => this with { Sources = Sources.Add((path, text)) };

    public PolicyProject WithPolicy(string text, string path) => this with { Policies = Policies.Add(new PolicyText(path, text)) };

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "Policies",
        Sources.Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Text, Encoding.UTF8), Preview, source.Path)),
        HasRuntime ? [.. Net100.References.All, Runtime] : Net100.References.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, warningLevel: 9999, nullableContextOptions: NullableContextOptions.Enable));

    /// <param name="tracksSteps">Remembers what ran and why: in a project of hundreds of files that takes minutes.</param>
    public GeneratorDriver CreateDriver(bool tracksSteps = true) => CSharpGeneratorDriver.Create(
        [new TierPolicyGenerator().AsSourceGenerator()],
        Policies,
        Documented,
        Options,
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracksSteps));

    /// <summary>Generates, and has the generator, the analyzer and the compiler agree that all is well.</summary>
    public async Task<Generated> Build()
    {
        Assert.Empty((await Analyze()).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info));
        return Generate().AssertCompiles();
    }

    public Generated Generate()
    {
        GeneratorDriver driver = CreateDriver(tracksSteps: false).RunGeneratorsAndUpdateCompilation(Compile(), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new Generated(driver, (CSharpCompilation)output, diagnostics);
    }

    /// <summary>What the analyzers say of the compiled project.</summary>
    public async Task<ImmutableArray<Diagnostic>> Analyze()
    {
        CompilationWithAnalyzers compilation = Generate().Compilation.WithAnalyzers(
            Analyzers,
            new AnalyzerOptions([.. Policies], Options));
        return [.. (await compilation.GetAnalyzerDiagnosticsAsync()).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}

/// <summary>What came of a run.</summary>
internal sealed record Generated(GeneratorDriver Driver, CSharpCompilation Compilation, ImmutableArray<Diagnostic> Diagnostics)
{
    public IEnumerable<GeneratedSourceResult> Sources => Driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources);

    public string Source(string hintName) => Sources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>Nobody has a complaint that is worse than advice, and the compiler none at all.</summary>
    public Generated AssertCompiles()
    {
        Assert.Empty(Diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info));
        Assert.DoesNotContain(Sources, source => source.SourceText.ToString().Contains(" has errors.", StringComparison.Ordinal));
        return AssertOutputCompiles();
    }

    /// <summary>The compiler has no complaint.</summary>
    public Generated AssertOutputCompiles()
    {
        Assert.Empty(Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id != "CS8019"));
        return this;
    }

    public Assembly Load()
    {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    public PolicyHooks Hooks(string policy) => PolicyHooks.Of(Load().GetType(policy, throwOnError: true)!);
}
