using System.Globalization;

namespace TierPolicy;

/// <summary>What the mode bits come to, and how they are written.</summary>
public static class ReclaimModes
{
    private const ReclaimMode All = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Unmap | ReclaimMode.Migrate;

    /// <summary>
    /// Whether an allocation reclaims its own node before it falls back to another: with any of the bits (Linux, <c>node_reclaim_enabled()</c>, which the
    /// January 2021 series made the one place that asks).
    /// </summary>
    public static bool NodeReclaimEnabled(this ReclaimMode mode) => (mode & All) != 0;

    /// <summary>Reads a mode as it is given to <c>zone_reclaim_mode</c>, a number, or by name: <c>9</c>, <c>zone | migrate</c>, <c>none</c>.</summary>
    /// <exception cref="FormatException">The text is neither, or has bits that are not modes.</exception>
    public static ReclaimMode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && ((ReclaimMode)number & ~All) == 0)
        {
            return (ReclaimMode)number;
        }

        ReclaimMode mode = ReclaimMode.None;
        foreach (string name in text.Split(['|', ','], StringSplitOptions.TrimEntries))
        {
            mode |= name.ToUpperInvariant() switch
            {
                "NONE" => ReclaimMode.None,
                "ZONE" => ReclaimMode.Zone,
                "WRITE" => ReclaimMode.Write,
                "UNMAP" => ReclaimMode.Unmap,
                "MIGRATE" => ReclaimMode.Migrate,
                _ => throw new FormatException($"'{text}' is no reclaim mode: give a number from 0 to {(int)All}, or any of zone, write, unmap, migrate joined by '|', or none."),
            };
        }

        return mode;
    }

    internal static void Validate(ReclaimMode mode)
    {
        if ((mode & ~All) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"A reclaim mode is made of the bits Zone=1, Write=2, Unmap=4 and Migrate=8.");
        }
    }
}
