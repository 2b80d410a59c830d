using TierPolicy.Language.Model;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Binding;

/// <summary>The names that a condition can ask for: their types and their ranges.</summary>
internal sealed record FactName(string Name, Fact Fact, ValueType Type, long Least, long Most)
{
    private const long WholeShare = 1_000_000;

    private static readonly FactName[] Known =
    [
        new("page.idle", Fact.PageIdle, ValueType.Duration, 0, long.MaxValue),
        new("page.age", Fact.PageAge, ValueType.Duration, 0, long.MaxValue),
        new("page.accesses", Fact.PageAccesses, ValueType.Integer, 0, 255),
        new("page.dirty", Fact.PageDirty, ValueType.Bool, 0, 1),
        new("page.kind", Fact.PageKind, ValueType.PageKind, 0, 1),
        new("page.domain", Fact.PageDomain, ValueType.Domain, 0, 255),
        new("page.tag", Fact.PageTag, ValueType.Integer, 0, 255),
        new("source.free", Fact.SourceFree, ValueType.Percent, 0, WholeShare),
        new("target.free", Fact.TargetFree, ValueType.Percent, 0, WholeShare),
    ];

    private const string PagePrefix = "page.";

    public static IReadOnlyList<FactName> All => Known;

    /// <summary>What the fact is called in <c>expect</c>: there, <c>page.</c> goes without saying.</summary>
    public string ShortName { get; } = Name.StartsWith(PagePrefix, StringComparison.Ordinal) ? Name.Substring(PagePrefix.Length) : Name;

    public static FactName? Find(string name)
    {
        foreach (FactName fact in Known)
        {
            if (fact.Name == name)
            {
                return fact;
            }
        }

        return null;
    }

    public static FactName? FindShort(string name)
    {
        foreach (FactName fact in Known)
        {
            if (fact.ShortName == name)
            {
                return fact;
            }
        }

        return null;
    }

    public static FactName Of(Fact fact) => Known[(int)fact];
}
