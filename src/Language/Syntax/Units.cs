namespace TierPolicy.Language.Syntax;

/// <summary>The units that a number may carry, and what each comes to in the canonical one.</summary>
internal static class Units
{
    private static readonly Dictionary<string, (NumberKind Kind, long Factor)> Known = new(StringComparer.Ordinal)
    {
        ["B"] = (NumberKind.Size, 1),
        ["KiB"] = (NumberKind.Size, 1L << 10),
        ["MiB"] = (NumberKind.Size, 1L << 20),
        ["GiB"] = (NumberKind.Size, 1L << 30),
        ["TiB"] = (NumberKind.Size, 1L << 40),
        ["KB"] = (NumberKind.Size, 1_000),
        ["MB"] = (NumberKind.Size, 1_000_000),
        ["GB"] = (NumberKind.Size, 1_000_000_000),
        ["TB"] = (NumberKind.Size, 1_000_000_000_000),
        ["ns"] = (NumberKind.Duration, 1),
        ["us"] = (NumberKind.Duration, 1_000),
        ["ms"] = (NumberKind.Duration, 1_000_000),
        ["s"] = (NumberKind.Duration, 1_000_000_000),
        ["min"] = (NumberKind.Duration, 60_000_000_000),
        ["h"] = (NumberKind.Duration, 3_600_000_000_000),
        ["%"] = (NumberKind.Percent, 10_000),
    };

    /// <summary>All spellings, for suggestions.</summary>
    public static IEnumerable<string> All { get; } =
        [.. Known.Keys, .. Known.Where(u => u.Value.Kind == NumberKind.Size).Select(u => u.Key + "/s")];

    public static bool TryGet(string unit, out NumberKind kind, out long factor)
    {
        bool isRate = unit.EndsWith("/s", StringComparison.Ordinal);
        if (!Known.TryGetValue(isRate ? unit.Substring(0, unit.Length - 2) : unit, out (NumberKind Kind, long Factor) found)
            || (isRate && found.Kind != NumberKind.Size))
        {
            (kind, factor) = (NumberKind.Bad, 0);
            return false;
        }

        (kind, factor) = (isRate ? NumberKind.Rate : found.Kind, found.Factor);
        return true;
    }
}
