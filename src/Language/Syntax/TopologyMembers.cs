using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary><c>tier NAME { node… }</c></summary>
public sealed record TierSyntax(NameSyntax Name, EquatableArray<NodeSyntax> Nodes, SourceLocation Location) : MemberSyntax(Location)
{
    /// <summary>A mistake of form lies within, so that it is not reported as empty.</summary>
    public bool HasErrors { get; init; }
}

/// <summary><c>node NAME : KIND { clause… }</c></summary>
public sealed record NodeSyntax(NameSyntax Name, NameSyntax Kind, EquatableArray<ClauseSyntax> Clauses, SourceLocation Location) : MemberSyntax(Location)
{
    /// <summary>A mistake of form lies within, so that no clause is reported as missing.</summary>
    public bool HasErrors { get; init; }
}

/// <summary><c>swap { clause… }</c> or <c>store { clause… }</c>, whichever <paramref name="Keyword"/> says.</summary>
public sealed record BackingSyntax(NameSyntax Keyword, EquatableArray<ClauseSyntax> Clauses, SourceLocation Location) : MemberSyntax(Location)
{
    public bool HasErrors { get; init; }
}

/// <summary>The matrix <c>distance { header row… }</c></summary>
public sealed record DistanceSyntax(EquatableArray<NameSyntax> Header, EquatableArray<DistanceRowSyntax> Rows, SourceLocation Location) : MemberSyntax(Location)
{
    public bool HasErrors { get; init; }
}

/// <summary>A row of the matrix: the source, and an entry a column.</summary>
public sealed record DistanceRowSyntax(NameSyntax Source, EquatableArray<NumberSyntax> Entries, SourceLocation Location) : SyntaxNode;

/// <summary>One entry of the matrix given alone: <c>[Distance(Dram0, Cxl0, 17)]</c> in C#.</summary>
public sealed record DistanceEntrySyntax(NameSyntax Source, NameSyntax Target, NumberSyntax Value, SourceLocation Location) : MemberSyntax(Location);
