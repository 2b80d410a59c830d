using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Navigation;

/// <summary>The names of the nodes and tiers of one topology, which share them.</summary>
internal sealed class TopologyNames(Symbol topology, SymbolCollector collector)
{
    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);

    public Symbol Topology => topology;

    /// <summary>A second declaration of a name is a symbol that nothing refers to.</summary>
    public void Declare(SymbolKind kind, NameSyntax name, SyntaxNode declaration)
    {
        if (name.IsMissing)
        {
            return;
        }

        Symbol symbol = collector.Declare(kind, name, declaration, topology);
        if (!_symbols.ContainsKey(name.Text))
        {
            _symbols.Add(name.Text, symbol);
        }
    }

    public void Refer(NameSyntax? name)
    {
        if (name is not null && _symbols.TryGetValue(name.Text, out Symbol? symbol))
        {
            collector.Refer(symbol, name);
        }
    }

    public void Refer(NodesSyntax? nodes)
    {
        if (nodes is not null)
        {
            foreach (NameSyntax name in nodes.Names)
            {
                Refer(name);
            }
        }
    }
}
