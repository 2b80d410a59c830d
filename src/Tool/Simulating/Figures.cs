using System.Globalization;

namespace TierPolicy.Tool.Simulating;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    private const int KiB = 1024;

    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"12.34 %".</summary>
    public static string Share(long part, long whole) => whole == 0 ? "-" : Invariant($"{100.0 * part / whole:0.00} %");

    /// <summary>"350 ns", "1.23 us".</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => Invariant($"{nanoseconds:0.#} ns"),
        < 1_000_000 => Invariant($"{nanoseconds / 1_000:0.00} us"),
        < 1_000_000_000 => Invariant($"{nanoseconds / 1_000_000:0.00} ms"),
        _ => Invariant($"{nanoseconds / 1_000_000_000:N2} s"),
    };

    /// <summary>"64.0 MiB".</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        for (; bytes >= KiB && unit < units.Length - 1; unit++)
        {
            bytes /= KiB;
        }

        return Invariant($"{bytes:0.#} {units[unit]}");
    }

    /// <summary>"0.1234"; a dash where there is no price.</summary>
    public static string Cost(decimal? costPerHour) => costPerHour is decimal cost ? Invariant($"{cost:0.0000}") : "-";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
