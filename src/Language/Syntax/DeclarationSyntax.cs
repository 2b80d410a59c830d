using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>A topology or a policy.</summary>
public abstract record DeclarationSyntax(SourceLocation Location) : SyntaxNode
{
    public required NameSyntax Name { get; init; }

    /// <summary>The namespace, "" for the global one.</summary>
    public string Namespace { get; init; } = "";

    public bool IsInternal { get; init; }

    /// <summary>True when it was read from attributes.</summary>
    public bool IsDeclaredInCSharp { get; init; }

    /// <summary>
    /// A mistake of form lies within, so that it is not what was meant: nothing may be emitted but a fallback, and what is
    /// absent from it is not reported as missing.
    /// </summary>
    public bool HasErrors { get; init; }

    /// <summary>What stands between the braces, in the order of the text.</summary>
    public EquatableArray<MemberSyntax> Members { get; init; }
}

/// <summary><c>topology NAME { … }</c>, or an enum in C#.</summary>
public sealed record TopologySyntax(SourceLocation Location) : DeclarationSyntax(Location);

/// <summary><c>policy NAME on TOPOLOGY { … }</c>, or a struct in C#.</summary>
public sealed record PolicySyntax(SourceLocation Location) : DeclarationSyntax(Location)
{
    /// <summary>The topology's name as written; it may be qualified: <c>Acme.Search.TwoSocket</c>.</summary>
    public required NameSyntax Topology { get; init; }
}

/// <summary>Something that stands between the braces of a topology, a tier or a policy.</summary>
public abstract record MemberSyntax(SourceLocation Location) : SyntaxNode;
