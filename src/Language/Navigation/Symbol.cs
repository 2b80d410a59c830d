using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Navigation;

/// <summary>Something that has a name. Two symbols are the same when they are one object.</summary>
public sealed class Symbol
{
    internal Symbol(SymbolKind kind, NameSyntax name, SyntaxNode? declaration, Symbol? container)
    {
        Kind = kind;
        Name = name.Text;
        Declaration = declaration;
        Container = container;
        DeclaredName = declaration is null ? null : name;
    }

    public SymbolKind Kind { get; }

    public string Name { get; }

    /// <summary>Where it is declared; null for a predicate, which is declared in C#.</summary>
    public SyntaxNode? Declaration { get; }

    /// <summary>The name in <see cref="Declaration"/>.</summary>
    public NameSyntax? DeclaredName { get; }

    /// <summary>The topology of a tier or a node, the policy of a domain or a predicate; null for a topology or a policy.</summary>
    public Symbol? Container { get; }
}
