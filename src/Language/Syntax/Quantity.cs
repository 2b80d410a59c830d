using System.Globalization;

namespace TierPolicy.Language.Syntax;

/// <summary>Quantities in words, for messages: in the largest unit in which they are whole.</summary>
public static class Quantity
{
    private static readonly (string Unit, long Factor)[] Sizes =
        [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    private static readonly (string Unit, long Factor)[] Durations =
        [("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1)];

    public static string Show(NumberKind kind, long value) => kind switch
    {
        NumberKind.Size => InUnits(Sizes, value),
        NumberKind.Rate => InUnits(Sizes, value) + "/s",
        NumberKind.Duration => InUnits(Durations, value),
        NumberKind.Percent => Percent(value),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>"a size", "a duration": what a message calls a value of this kind.</summary>
    public static string Describe(NumberKind kind) => kind switch
    {
        NumberKind.Integer => "a plain number",
        NumberKind.Decimal => "a plain number with a fraction",
        NumberKind.Size => "a size",
        NumberKind.Duration => "a duration",
        NumberKind.Rate => "a rate",
        NumberKind.Percent => "a percentage",
        _ => "a number",
    };

    public static string SmallestUnit(NumberKind kind) => kind switch
    {
        NumberKind.Size => "bytes",
        NumberKind.Duration => "nanoseconds",
        NumberKind.Rate => "bytes a second",
        NumberKind.Percent => "ten-thousandths of a percent",
        _ => "ones",
    };

    private static string InUnits((string Unit, long Factor)[] units, long value)
    {
        foreach ((string unit, long factor) in units)
        {
            if (value != 0 && value % factor == 0)
            {
                return (value / factor).ToString(CultureInfo.InvariantCulture) + unit;
            }
        }

        return "0" + units[units.Length - 1].Unit;
    }

    private static string Percent(long millionths)
    {
        decimal percent = millionths / 10_000m;
        return percent.ToString("0.####", CultureInfo.InvariantCulture) + "%";
    }
}
