namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Pages in the order in which a skewed workload touches them: a few often, most seldom (Zipf's law), and neighbours in popularity not neighbours in memory.</summary>
internal static class Zipf
{
    public const double Theta = 0.99;

    /// <param name="pages">How many pages there are.</param>
    /// <param name="accesses">How many accesses are wanted.</param>
    /// <param name="seed">The same seed gives the same sequence.</param>
    public static int[] Sequence(int pages, int accesses, int seed = 1)
    {
        double[] cumulated = new double[pages];
        double sum = 0;
        for (int i = 0; i < pages; i++)
        {
            sum += Math.Pow(i + 1, -Theta);
            cumulated[i] = sum;
        }

        Random random = new(seed);
        int[] places = [.. Enumerable.Range(0, pages)];
        random.Shuffle(places);
        int[] sequence = new int[accesses];
        for (int i = 0; i < accesses; i++)
        {
            int found = Array.BinarySearch(cumulated, random.NextDouble() * sum);
            sequence[i] = places[Math.Min(found < 0 ? ~found : found, pages - 1)];
        }

        return sequence;
    }
}
