using System.Globalization;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Tool.Explaining;

/// <summary>Names and values of the language, as they are written in it.</summary>
internal static class FactText
{
    // The largest first: a size is shown in the first that it is a whole number of.
    private static readonly (string Unit, long Factor)[] Sizes =
    [
        ("TiB", 1L << 40), ("TB", 1_000_000_000_000), ("GiB", 1L << 30), ("GB", 1_000_000_000), ("MiB", 1L << 20), ("MB", 1_000_000),
        ("KiB", 1L << 10), ("KB", 1_000), ("B", 1),
    ];

    private static readonly (string Unit, long Factor)[] Durations =
        [("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1)];

    public static string NameOf(Fact fact) => fact switch
    {
        Fact.PageIdle => "page.idle",
        Fact.PageAge => "page.age",
        Fact.PageAccesses => "page.accesses",
        Fact.PageDirty => "page.dirty",
        Fact.PageKind => "page.kind",
        Fact.PageDomain => "page.domain",
        Fact.PageTag => "page.tag",
        Fact.SourceFree => "source.free",
        Fact.TargetFree => "target.free",
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    /// <summary>Whether it is a fact as <c>expect</c> has it; anything else there is a predicate.</summary>
    public static bool IsShortName(string name)
        => Enum.GetValues<Fact>().Any(fact => NameOf(fact) == name || NameOf(fact) == "page." + name);

    public static string Size(long bytes) => InUnits(Sizes, bytes);

    public static string Duration(long nanoseconds) => InUnits(Durations, nanoseconds);

    public static string Rate(long bytesPerSecond) => Size(bytesPerSecond) + "/s";

    public static string Value(ValueType type, long value, Policy policy) => type switch
    {
        ValueType.Bool => value != 0 ? "true" : "false",
        ValueType.Duration => Duration(value),
        ValueType.Size => Size(value),
        ValueType.Percent => (value / 10_000m).ToString("0.####", CultureInfo.InvariantCulture) + "%",
        ValueType.PageKind => value == (long)PageKind.File ? "file" : "anon",
        ValueType.Domain => value == 0 ? "none" : policy.Domains[(int)value - 1].Name,
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>"page.idle is 3s".</summary>
    public static string Is(FactExpression name, PageFacts facts, long targetFree, Policy policy)
        => $"{NameOf(name.Fact)} is {Value(name.Type, ExpressionEvaluator.Evaluate(name, facts, targetFree), policy)}";

    private static string InUnits((string Unit, long Factor)[] units, long value)
    {
        (string unit, long factor) = units.FirstOrDefault(unit => value != 0 && value % unit.Factor == 0, units[^1]);
        return (value / factor).ToString(CultureInfo.InvariantCulture) + unit;
    }
}
