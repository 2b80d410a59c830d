namespace TierPolicy.Language.Diagnostics;

/// <summary>Guesses what was meant by a name that is not known.</summary>
internal static class Spelling
{
    // Longer names are not typed by hand; and the cost is the product of the lengths.
    private const int LongestCompared = 40;

    // Of a thousand names, the nearest may well be the wrong one.
    private const int MostCompared = 256;

    /// <summary>The known name nearest to <paramref name="name"/>, null if none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestCompared)
        {
            return null;
        }

        // One mistake in three letters; two letters may be all wrong but for one.
        int best = Math.Max(1, name.Length / 3) + 1;
        string? nearest = null;
        foreach (string candidate in known.Take(MostCompared))
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            if (candidate.Length > LongestCompared || Math.Abs(candidate.Length - name.Length) >= best)
            {
                continue;
            }

            int distance = Distance(name, candidate);
            if (distance < best && distance < Math.Max(name.Length, candidate.Length))
            {
                best = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, substitutions, and swaps of neighbours, each 1; case does not count.</summary>
    internal static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                int least = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    least = Math.Min(least, before[j - 2] + 1);
                }

                row[j] = least;
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToUpperInvariant(x) == char.ToUpperInvariant(y);
}
