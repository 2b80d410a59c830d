namespace TierPolicy.Generator.Emission;

/// <summary>Writes quantities for people, in the largest unit that loses nothing.</summary>
internal static class Units
{
    private static readonly (long Value, string Name)[] Sizes =
        [(1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB"), (1, "B")];

    private static readonly (long Value, string Name)[] Durations =
        [(3_600_000_000_000, "h"), (60_000_000_000, "min"), (1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us"), (1, "ns")];

    public static string Size(long bytes) => Write(bytes, Sizes);

    public static string Duration(long nanoseconds) => Write(nanoseconds, Durations);

    private static string Write(long value, (long Value, string Name)[] units)
    {
        foreach ((long unit, string name) in units)
        {
            if (value != 0 && value % unit == 0)
            {
                return $"{CSharpText.Integer(value / unit)} {name}";
            }
        }

        return $"{CSharpText.Integer(value)} {units[units.Length - 1].Name}";
    }
}
