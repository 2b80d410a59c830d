using System.Collections.Immutable;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator;

namespace TierPolicy.CodeFixes.Tests.Hosting;

/// <summary>A project as an editor has it: documents, <c>.tierpolicy</c> files, the generator and the analyzers, and code fixes that are applied.</summary>
internal sealed class Workbench : IDisposable
{
    private const string Folder = "/bench/";

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(AttributedPolicyAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract && !type.IsSubclassOf(typeof(DiagnosticSuppressor)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private readonly AdhocWorkspace _workspace = new();
    private readonly Project _project;

    /// <param name="files">Names and texts: <c>.cs</c> and <c>.tierpolicy</c>.</param>
    public Workbench(params (string Name, string Text)[] files)
        : this(hasRuntime: true, files)
    {
    }

    public Workbench(bool hasRuntime, params (string Name, string Text)[] files)
    {
        Project project = _workspace.AddProject("Bench", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview))
            .WithMetadataReferences(Net100.References.All);
        if (hasRuntime)
        {
            project = project.AddMetadataReference(MetadataReference.CreateFromFile(typeof(ITierPolicy).Assembly.Location));
        }

        StringBuilder configuration = new("is_global = true\n");
        foreach ((string name, string text) in files)
        {
            SourceText source = SourceText.From(text, Encoding.UTF8);
            if (name.EndsWith(".cs", StringComparison.Ordinal))
            {
                project = project.AddDocument(name, source, filePath: Folder + name).Project;
            }
            else
            {
                project = project.AddAdditionalDocument(name, source, filePath: Folder + name).Project;
                configuration.Append("\n[").Append(Folder).Append(name).Append("]\nbuild_metadata.AdditionalFiles.SourceItemGroup = TierPolicy\n");
            }
        }

        _project = project.AddAnalyzerConfigDocument(".globalconfig", SourceText.From(configuration.ToString()), filePath: Folder + ".globalconfig").Project;
    }

    /// <summary>All that the generator and the analyzers say.</summary>
    public Task<ImmutableArray<Diagnostic>> Diagnose() => Diagnose(_project);

    /// <summary>The titles of the fixes of the first diagnostic with this id.</summary>
    public async Task<string[]> Titles(CodeFixProvider provider, string id) => [.. (await Actions(provider, await First(id))).Select(action => action.Title)];

    /// <summary>A file's text after the fix with this title, of the first diagnostic with this id; the diagnostic is gone then, and there is no new error.</summary>
    public async Task<string> Fix(CodeFixProvider provider, string id, string title, string file)
    {
        Diagnostic diagnostic = await First(id);
        CodeAction action = Assert.Single(await Actions(provider, diagnostic), action => action.Title == title);
        return await Apply(action, id, file, left: (await Diagnose(_project)).Count(one => one.Id == id) - 1);
    }

    /// <summary>A file's text after the fix with this title of all diagnostics with this id in the project.</summary>
    public async Task<string> FixAll(CodeFixProvider provider, string id, string title, string file)
    {
        CodeAction action = Assert.Single(await Actions(provider, await First(id)), action => action.Title == title);
        ImmutableArray<Diagnostic> all = [.. (await Diagnose(_project)).Where(diagnostic => diagnostic.Id == id)];
        FixAllContext context = new(_project, provider, FixAllScope.Project, action.EquivalenceKey!, [id], new Found(all), CancellationToken.None);
        Assert.Contains(FixAllScope.Project, provider.GetFixAllProvider()!.GetSupportedFixAllScopes());
        CodeAction? together = await provider.GetFixAllProvider()!.GetFixAsync(context);
        return await Apply(together!, id, file, left: 0);
    }

    public void Dispose() => _workspace.Dispose();

    private async Task<Diagnostic> First(string id) => (await Diagnose(_project)).First(diagnostic => diagnostic.Id == id);

    private async Task<string> Apply(CodeAction action, string id, string file, int left)
    {
        ApplyChangesOperation operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
        Project changed = operation.ChangedSolution.GetProject(_project.Id)!;
        TextDocument document = changed.Documents.Concat(changed.AdditionalDocuments).Single(one => one.Name == file);
        string text = (await document.GetTextAsync()).ToString();

        ImmutableArray<Diagnostic> before = await Everything(_project);
        ImmutableArray<Diagnostic> after = await Everything(changed);
        Assert.True(after.Count(diagnostic => diagnostic.Id == id) <= left, text);
        Assert.All(
            after.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
            diagnostic => Assert.True(before.Any(one => one.Id == diagnostic.Id), $"{diagnostic}\n{text}"));
        return text;
    }

    private async Task<List<CodeAction>> Actions(CodeFixProvider provider, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        TextDocument document = diagnostic.Location.SourceTree is { } tree
            ? _project.GetDocument(tree)!
            : _project.AdditionalDocuments.Single(one => one.FilePath == diagnostic.Location.GetLineSpan().Path);
        Assert.Contains(diagnostic.Id, provider.FixableDiagnosticIds);
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnose(Project project) => (await Run(project)).Said;

    /// <summary>What the compiler says, too.</summary>
    private static async Task<ImmutableArray<Diagnostic>> Everything(Project project)
    {
        (Compilation compilation, ImmutableArray<Diagnostic> said) = await Run(project);
        return [.. said, .. compilation.GetDiagnostics()];
    }

    private static async Task<(Compilation Compilation, ImmutableArray<Diagnostic> Said)> Run(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        AnalyzerOptions options = project.AnalyzerOptions;
        CSharpGeneratorDriver
            .Create([new TierPolicyGenerator().AsSourceGenerator()], options.AdditionalFiles, (CSharpParseOptions)project.ParseOptions!, options.AnalyzerConfigOptionsProvider)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> generated);
        ImmutableArray<Diagnostic> analyzed = await output.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
        return (output, [.. generated, .. analyzed.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)]);
    }

    /// <summary>Hands over what was found before.</summary>
    private sealed class Found(ImmutableArray<Diagnostic> all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(all);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return all.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(all.Where(diagnostic => diagnostic.Location.SourceTree is null));
    }
}
