using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Navigation;

/// <summary>
/// What is named where, over all files of a project: what an editor needs to go to a definition, find references and rename. Names are
/// resolved as the binder resolves them, but on the syntax alone, so that it works on files with mistakes.
/// </summary>
public sealed class SymbolTable
{
    private readonly Dictionary<string, List<Occurrence>> _byFile;
    private readonly ILookup<Symbol, Occurrence> _bySymbol;
    private readonly List<Symbol> _symbols;
    private readonly Dictionary<Symbol, Symbol> _topologyOfPolicy;

    private SymbolTable(IEnumerable<Occurrence> occurrences, List<Symbol> symbols, Dictionary<Symbol, Symbol> topologyOfPolicy)
    {
        _symbols = symbols;
        _topologyOfPolicy = topologyOfPolicy;
        _byFile = new Dictionary<string, List<Occurrence>>(StringComparer.Ordinal);
        List<Occurrence> all = [];
        foreach (Occurrence occurrence in occurrences)
        {
            if (!_byFile.TryGetValue(occurrence.Location.Path, out List<Occurrence>? inFile))
            {
                _byFile.Add(occurrence.Location.Path, inFile = []);
            }

            inFile.Add(occurrence);
            all.Add(occurrence);
        }

        foreach (List<Occurrence> inFile in _byFile.Values)
        {
            inFile.Sort(static (a, b) => a.Location.Span.Start.CompareTo(b.Location.Span.Start));
        }

        _bySymbol = all.ToLookup(occurrence => occurrence.Symbol);
    }

    /// <summary>All symbols, file by file in the order of the text.</summary>
    public IReadOnlyList<Symbol> Symbols => _symbols;

    public static SymbolTable Of(IReadOnlyList<SyntaxFile> files, CancellationToken cancellation = default)
    {
        // What is wrong with names is for the binder to say.
        DiagnosticBag ignored = new();
        ProjectNames names = ProjectNames.Create(files.Select(FileNames.Of), cancellation);
        Dictionary<string, TopologyNames> topologies = new(StringComparer.Ordinal);
        SymbolCollector collector = new();
        Dictionary<Symbol, Symbol> topologyOfPolicy = [];
        List<(PolicySyntax Syntax, Symbol Symbol)> policies = [];
        foreach ((SyntaxFile file, DeclarationSyntax declaration, int index) in files.SelectMany(file => file.Declarations.Select((declaration, index) => (file, declaration, index))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (declaration.Name.IsMissing)
            {
                continue;
            }

            if (declaration is TopologySyntax topology)
            {
                TopologyNames known = collector.AddTopology(topology);
                if (names.IsOwned(topology, file.Path, index, ignored))
                {
                    topologies[DeclaredName.Qualify(topology.Namespace, topology.Name.Text)] = known;
                }
            }
            else if (declaration is PolicySyntax policy)
            {
                policies.Add((policy, collector.Declare(SymbolKind.Policy, policy.Name, policy, container: null)));
            }
        }

        foreach ((PolicySyntax syntax, Symbol symbol) in policies)
        {
            cancellation.ThrowIfCancellationRequested();
            TopologyNames? topology = names.FindTopology(syntax, ignored) is { } found && topologies.TryGetValue(found.FullName, out TopologyNames? known) ? known : null;
            if (topology is not null)
            {
                topologyOfPolicy.Add(symbol, topology.Topology);
                collector.Refer(topology.Topology, syntax.Topology);
            }

            new PolicyNames(syntax, symbol, topology, collector).Collect();
        }

        return new SymbolTable(collector.Occurrences, collector.Symbols, topologyOfPolicy);
    }

    /// <summary>What is named at a position of a file: the caret may stand in the name or on either side of it.</summary>
    public Occurrence? Find(string path, int position)
        => _byFile.TryGetValue(path, out List<Occurrence>? inFile)
            ? inFile.LastOrDefault(occurrence => occurrence.Location.Span.Start <= position && position <= occurrence.Location.Span.End)
            : null;

    /// <summary>All that is named in a file, in the order of the text.</summary>
    public IEnumerable<Occurrence> In(string path) => _byFile.TryGetValue(path, out List<Occurrence>? inFile) ? inFile : [];

    /// <summary>All places where a symbol is named, its declaration among them, file by file in the order of the text.</summary>
    public IEnumerable<Occurrence> OccurrencesOf(Symbol symbol)
        => _bySymbol[symbol].OrderBy(occurrence => occurrence.Location.Path, StringComparer.Ordinal).ThenBy(occurrence => occurrence.Location.Span.Start);

    /// <summary>The topology of a policy; null where it is unknown, or declared in C#.</summary>
    public Symbol? TopologyOf(Symbol policy) => _topologyOfPolicy.TryGetValue(policy, out Symbol? topology) ? topology : null;

    /// <summary>
    /// The topology or policy that a position of a file is in: the last one that begins before it, for one that is being written may have no end yet.
    /// </summary>
    public Symbol? DeclarationAround(string path, int position)
        => _symbols.LastOrDefault(symbol => symbol.Declaration is DeclarationSyntax declaration && declaration.Location.Path == path && declaration.Location.Span.Start <= position);

    /// <summary>What is declared within a symbol: the tiers and nodes of a topology, the domains of a policy.</summary>
    public IEnumerable<Symbol> Within(Symbol container) => _symbols.Where(symbol => ReferenceEquals(symbol.Container, container));
}
