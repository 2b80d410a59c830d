namespace TierPolicy.Language.Syntax;

/// <summary>The units that a number may carry, and what each comes to in the canonical one.</summary>
internal static class Units
{
    private static readonly (string Text, NumberKind Kind, long Factor)[] Known =
    [
        ("B", NumberKind.Size, 1),
        ("KiB", NumberKind.Size, 1L << 10),
        ("MiB", NumberKind.Size, 1L << 20),
        ("GiB", NumberKind.Size, 1L << 30),
        ("TiB", NumberKind.Size, 1L << 40),
        ("KB", NumberKind.Size, 1_000),
        ("MB", NumberKind.Size, 1_000_000),
        ("GB", NumberKind.Size, 1_000_000_000),
        ("TB", NumberKind.Size, 1_000_000_000_000),
        ("ns", NumberKind.Duration, 1),
        ("us", NumberKind.Duration, 1_000),
        ("ms", NumberKind.Duration, 1_000_000),
        ("s", NumberKind.Duration, 1_000_000_000),
        ("min", NumberKind.Duration, 60_000_000_000),
        ("h", NumberKind.Duration, 3_600_000_000_000),
        ("%", NumberKind.Percent, 10_000),
    ];

    /// <summary>All spellings, for suggestions.</summary>
    public static IEnumerable<string> All { get; } =
        [.. Known.Select(unit => unit.Text), .. Known.Where(unit => unit.Kind == NumberKind.Size).Select(unit => unit.Text + "/s")];

    public static bool TryGet(string unit, out NumberKind kind, out long factor) => TryGet(unit, 0, out kind, out factor);

    /// <param name="text">A number with its unit.</param>
    /// <param name="start">Where the unit begins; it goes to the end.</param>
    /// <param name="kind">What the unit counts.</param>
    /// <param name="factor">What it comes to in the canonical unit.</param>
    public static bool TryGet(string text, int start, out NumberKind kind, out long factor)
    {
        bool isRate = text.Length - start > 2 && text.EndsWith("/s", StringComparison.Ordinal);
        int length = text.Length - start - (isRate ? 2 : 0);
        foreach ((string unit, NumberKind counted, long one) in Known)
        {
            if (unit.Length == length && string.CompareOrdinal(unit, 0, text, start, length) == 0 && (!isRate || counted == NumberKind.Size))
            {
                (kind, factor) = (isRate ? NumberKind.Rate : counted, one);
                return true;
            }
        }

        (kind, factor) = (NumberKind.Bad, 0);
        return false;
    }
}
