using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// <c>KEYWORD VALUE;</c> or <c>KEYWORD;</c>, wherever it stands: in a topology (<c>page</c>), a policy (<c>order</c>,
/// <c>aging</c>, <c>admission</c>), a node, <c>swap</c>, <c>store</c>, <c>watermarks</c>, or a domain. Which words there are,
/// and what they take, is for the binder to say.
/// </summary>
public sealed record ClauseSyntax(NameSyntax Keyword, ValueSyntax? Value, SourceLocation Location) : MemberSyntax(Location);

/// <summary>What a clause or a fact is set to.</summary>
public abstract record ValueSyntax : SyntaxNode;

/// <summary><c>8GiB</c>, <c>90ns</c>, <c>0.5%</c>, <c>17</c>.</summary>
/// <param name="Kind">Decided by the unit.</param>
/// <param name="Value">In the canonical unit of the kind; 0 for <see cref="NumberKind.Decimal"/> and <see cref="NumberKind.Bad"/>.</param>
/// <param name="Text">As written.</param>
public sealed record NumberSyntax(NumberKind Kind, long Value, string Text, SourceLocation Location) : ValueSyntax
{
    /// <summary>A whole number that C# has read already.</summary>
    public static NumberSyntax OfInteger(long value, SourceLocation location)
        => new(NumberKind.Integer, value, value.ToString(System.Globalization.CultureInfo.InvariantCulture), location);
}

/// <summary>What a number counts, and so the unit that <see cref="NumberSyntax.Value"/> is in.</summary>
public enum NumberKind
{
    /// <summary>It could not be read; that has been reported.</summary>
    Bad,

    /// <summary>No unit, a whole number.</summary>
    Integer,

    /// <summary>No unit, with a fraction: only its text counts.</summary>
    Decimal,

    /// <summary>Bytes.</summary>
    Size,

    /// <summary>Nanoseconds.</summary>
    Duration,

    /// <summary>Bytes a second.</summary>
    Rate,

    /// <summary>Millionths: 1 % is 10,000.</summary>
    Percent,
}

/// <summary>A string; <paramref name="Value"/> has its escapes resolved.</summary>
public sealed record StringSyntax(string Value, SourceLocation Location) : ValueSyntax;

/// <summary>A word: <c>lz4</c>, <c>strict</c>, <c>tiers</c>, <c>true</c>, a domain's name.</summary>
public sealed record WordSyntax(NameSyntax Name) : ValueSyntax
{
    public override SourceLocation Location
    {
        get => Name.Location;
        init => Name = Name with { Location = value };
    }
}

/// <summary>The list of <c>cpus 0-3,8</c>.</summary>
public sealed record CpuListSyntax(EquatableArray<CpuRangeSyntax> Ranges, SourceLocation Location) : ValueSyntax;

/// <summary><c>0-3</c>, or <c>8</c>, whose first and last are one.</summary>
public sealed record CpuRangeSyntax(NumberSyntax First, NumberSyntax Last, SourceLocation Location) : SyntaxNode;

/// <summary>The list of <c>nodes Dram0, Slow</c> in a domain.</summary>
public sealed record NodesValueSyntax(NodesSyntax Nodes) : ValueSyntax
{
    public override SourceLocation Location
    {
        get => Nodes.Location;
        init => Nodes = Nodes with { Location = value };
    }
}
