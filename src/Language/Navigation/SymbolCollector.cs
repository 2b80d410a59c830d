using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Navigation;

/// <summary>Gathers symbols and the places where they are named.</summary>
internal sealed class SymbolCollector
{
    public List<Symbol> Symbols { get; } = [];

    public List<Occurrence> Occurrences { get; } = [];

    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="declaration">Null for what is declared in C#.</param>
    /// <param name="container">What it is declared in.</param>
    public Symbol Declare(SymbolKind kind, NameSyntax name, SyntaxNode? declaration, Symbol? container)
    {
        Symbol symbol = new(kind, name, declaration, container);
        Symbols.Add(symbol);
        Occurrences.Add(new Occurrence(symbol, name.Location, IsDeclaration: declaration is not null));
        return symbol;
    }

    public void Refer(Symbol symbol, NameSyntax name) => Occurrences.Add(new Occurrence(symbol, name.Location, IsDeclaration: false));

    /// <summary>The nodes and tiers of a topology, and where it names them itself.</summary>
    public TopologyNames AddTopology(TopologySyntax syntax)
    {
        TopologyNames names = new(Declare(SymbolKind.Topology, syntax.Name, syntax, container: null), this);
        foreach (MemberSyntax member in syntax.Members)
        {
            switch (member)
            {
                case TierSyntax tier:
                    names.Declare(SymbolKind.Tier, tier.Name, tier);
                    foreach (NodeSyntax node in tier.Nodes)
                    {
                        names.Declare(SymbolKind.Node, node.Name, node);
                    }

                    break;
                case NodeSyntax node:
                    names.Declare(SymbolKind.Node, node.Name, node);
                    break;
            }
        }

        // The matrix may stand before the nodes.
        foreach (DistanceSyntax distance in syntax.Members.OfType<DistanceSyntax>())
        {
            foreach (NameSyntax name in distance.Header.Concat(distance.Rows.Select(row => row.Source)))
            {
                names.Refer(name);
            }
        }

        return names;
    }
}
