using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Attributes;
using TierPolicy.Generator.Files;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Syntax;

namespace TierPolicy.CodeFixes.Files;

/// <summary>The <c>.tierpolicy</c> files of a project, bound as the generator binds them, and the topologies that are declared in C# beside them.</summary>
internal sealed class ProjectPolicies
{
    private readonly ImmutableSortedDictionary<string, (string Text, SyntaxFile Syntax)> _files;
    private readonly ImmutableArray<SyntaxFile> _attributed;
    private readonly ProjectBinder _binder;
    private readonly Lazy<BindingResult> _binding;
    private readonly Lazy<ILookup<string, LanguageDiagnostic>> _diagnostics;

    private ProjectPolicies(ImmutableSortedDictionary<string, (string Text, SyntaxFile Syntax)> files, ImmutableArray<SyntaxFile> attributed, ProjectBinder binder)
    {
        _files = files;
        _attributed = attributed;
        _binder = binder;
        _binding = new(() => binder.Bind([.. files.Values.Select(file => file.Syntax), .. attributed]));
        _diagnostics = new(() => _binding.Value.Diagnostics.ToLookup(diagnostic => diagnostic.Location.Path));
    }

    public IEnumerable<string> Paths => _files.Keys;

    public static async Task<ProjectPolicies> ReadAsync(Project project, CancellationToken cancellation)
    {
        AnalyzerConfigOptionsProvider options = project.AnalyzerOptions.AnalyzerConfigOptionsProvider;
        ImmutableSortedDictionary<string, (string, SyntaxFile)>.Builder files = ImmutableSortedDictionary.CreateBuilder<string, (string, SyntaxFile)>(StringComparer.Ordinal);
        foreach (AdditionalText file in project.AnalyzerOptions.AdditionalFiles)
        {
            if (PolicyFile.IsPolicy(file, options) && file.GetText(cancellation) is { } text)
            {
                files[file.Path] = Read(file.Path, text.ToString());
            }
        }

        Compilation? compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        return new ProjectPolicies(files.ToImmutable(), compilation is null ? [] : [.. AttributedTypes.ReadTopologies(compilation, cancellation)], new ProjectBinder());
    }

    public string TextOf(string path) => _files[path].Text;

    public IEnumerable<LanguageDiagnostic> DiagnosticsOf(string path) => _diagnostics.Value[path];

    public IReadOnlyList<Fix> FixesOf(LanguageDiagnostic diagnostic)
    {
        return _files.TryGetValue(diagnostic.Location.Path, out (string Text, SyntaxFile Syntax) file) ? FixFinder.Find(diagnostic, file.Syntax, file.Text, _binding.Value) : [];
    }

    /// <summary>Another text of one file: the others are neither read nor bound anew.</summary>
    public ProjectPolicies With(string path, string text) => new(_files.SetItem(path, Read(path, text)), _attributed, _binder);

    private static (string, SyntaxFile) Read(string path, string text) => (text, Parser.ParseFile(path, text));
}
