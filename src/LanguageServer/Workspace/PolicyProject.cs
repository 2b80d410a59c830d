using TierPolicy.Language.Binding;
using TierPolicy.Language.Navigation;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer.Workspace;

/// <summary>Documents whose names are resolved together, as they are at one moment, and what the language makes of them.</summary>
internal sealed class PolicyProject
{
    private readonly Dictionary<string, PolicyDocument> _byPath;
    private readonly SyntaxFile[] _files;
    private readonly ProjectBinder _binder;
    private BindingResult? _binding;
    private SymbolTable? _symbols;

    /// <param name="documents">In the order in which they are bound.</param>
    /// <param name="binder">What bound the project as it was before: it knows the documents that are still the same.</param>
    public PolicyProject(IReadOnlyList<PolicyDocument> documents, ProjectBinder binder)
    {
        _binder = binder;
        Documents = documents;
        _byPath = documents.ToDictionary(document => document.Path, StringComparer.Ordinal);
        _files = [.. documents.Select(document => document.Syntax)];
    }

    public IReadOnlyList<PolicyDocument> Documents { get; }

    public IReadOnlyList<SyntaxFile> Files => _files;

    public BindingResult Binding => _binding ??= _binder.Bind(_files);

    public SymbolTable Symbols => _symbols ??= SymbolTable.Of(_files);

    public PolicyDocument this[string path] => _byPath[path];

    public DocumentLocation Locate(SourceLocation location) => _byPath[location.Path].LocationOf(location.Span);
}
