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
    private readonly ImmutableDictionary<string, string> _texts;
    private readonly ImmutableArray<SyntaxFile> _attributed;
    private readonly Lazy<SyntaxFile[]> _files;
    private readonly Lazy<ILookup<string, LanguageDiagnostic>> _diagnostics;

    private ProjectPolicies(ImmutableDictionary<string, string> texts, ImmutableArray<SyntaxFile> attributed)
    {
        _texts = texts;
        _attributed = attributed;
        _files = new(() => [.. texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => Parser.ParseFile(text.Key, text.Value)), .. attributed]);
        _diagnostics = new(() => Binder.Bind(_files.Value).Diagnostics.ToLookup(diagnostic => diagnostic.Location.Path));
    }

    public IEnumerable<string> Paths => _texts.Keys.OrderBy(path => path, StringComparer.Ordinal);

    public static async Task<ProjectPolicies> ReadAsync(Project project, CancellationToken cancellation)
    {
        AnalyzerConfigOptionsProvider options = project.AnalyzerOptions.AnalyzerConfigOptionsProvider;
        ImmutableDictionary<string, string>.Builder texts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (AdditionalText file in project.AnalyzerOptions.AdditionalFiles)
        {
            if (PolicyFile.IsPolicy(file, options) && file.GetText(cancellation) is { } text)
            {
                texts[file.Path] = text.ToString();
            }
        }

        Compilation? compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        return new ProjectPolicies(texts.ToImmutable(), compilation is null ? [] : [.. AttributedTypes.ReadTopologies(compilation, cancellation)]);
    }

    public string TextOf(string path) => _texts[path];

    public IEnumerable<LanguageDiagnostic> DiagnosticsOf(string path) => _diagnostics.Value[path];

    public IReadOnlyList<Fix> FixesOf(LanguageDiagnostic diagnostic)
    {
        string path = diagnostic.Location.Path;
        return _files.Value.FirstOrDefault(file => file.Path == path) is { } file ? FixFinder.Find(diagnostic, file, _texts[path], _files.Value) : [];
    }

    public ProjectPolicies With(string path, string text) => new(_texts.SetItem(path, text), _attributed);
}
