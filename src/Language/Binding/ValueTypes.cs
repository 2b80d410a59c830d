using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using ValueType = TierPolicy.Language.Model.ValueType;

namespace TierPolicy.Language.Binding;

/// <summary>What messages call types and values of them.</summary>
internal static class ValueTypes
{
    public static string Describe(this ValueType type) => type switch
    {
        ValueType.Bool => "a bool",
        ValueType.Integer => "a plain number",
        ValueType.Duration => "a duration",
        ValueType.Size => "a size",
        ValueType.Percent => "a percentage",
        ValueType.PageKind => "a kind of page",
        _ => "a domain",
    };

    /// <summary>True for types that can be added and put in order.</summary>
    public static bool IsQuantity(this ValueType type)
        => type is ValueType.Integer or ValueType.Duration or ValueType.Size or ValueType.Percent;

    public static string Show(ValueType type, long value) => value < 0 ? "-" + Show(type, value == long.MinValue ? long.MaxValue : -value) : type switch
    {
        ValueType.Bool => value == 0 ? "false" : "true",
        ValueType.PageKind => NameOf((PageKind)value),
        _ => Quantity.Show(KindOf(type), value),
    };

    public static string NameOf(PageKind kind) => kind == PageKind.Anon ? "anon" : "file";

    /// <summary>The type of a number in a condition; null for one that has no place there.</summary>
    public static ValueType? Of(NumberKind kind) => kind switch
    {
        NumberKind.Integer => ValueType.Integer,
        NumberKind.Duration => ValueType.Duration,
        NumberKind.Size => ValueType.Size,
        NumberKind.Percent => ValueType.Percent,
        _ => null,
    };

    public static NumberKind KindOf(ValueType type) => type switch
    {
        ValueType.Duration => NumberKind.Duration,
        ValueType.Size => NumberKind.Size,
        ValueType.Percent => NumberKind.Percent,
        _ => NumberKind.Integer,
    };
}
