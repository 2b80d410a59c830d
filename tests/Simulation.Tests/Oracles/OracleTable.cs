using System.Globalization;

namespace TierPolicy.Simulation.Tests.Oracles;

/// <summary>Runs what published simulators have run, row by row of their tables.</summary>
internal static class OracleTable
{
    private const double S3FifoTolerance = 0.002;
    private const double TwoListTolerance = 0.006;

    private static readonly (string Column, Type Policy, double Tolerance)[] OneTierAlgorithms =
    [
        ("lru", typeof(OneLru), 0),
        ("clock", typeof(OneClock), 0),
        ("sieve", typeof(OneSieve), 0),
        ("s3fifo", typeof(OneS3Fifo), S3FifoTolerance),
    ];

    /// <summary>The traces that have a table, smallest first.</summary>
    public static IReadOnlyList<string> Traces =>
        [.. SharedTraces.Table("libcachesim-miss-ratio.csv").Select(static row => row["trace"]).Distinct().OrderBy(SharedTraces.SizeOf)];

    /// <summary>Miss ratios on one tier, by libCacheSim.</summary>
    public static IEnumerable<OracleRow> OneTier(string trace, NumberedTrace accesses)
    {
        foreach ((IReadOnlyDictionary<string, string> row, long pages) in MissRatios(trace))
        {
            foreach ((string column, Type policy, double tolerance) in OneTierAlgorithms)
            {
                double ours = Run(policy, accesses, pages).MissRatio;
                bool admitsNothing = column == "s3fifo" && pages / 10 == 1;
                yield return new OracleRow(trace, column, Size(pages), ours, Number(row, column), admitsNothing ? 1 : tolerance)
                {
                    Note = admitsNothing ? "libCacheSim admits no object as large as the small queue, here one page" : null,
                };
            }
        }
    }

    /// <summary>
    /// The active and inactive lists, which no published simulator has: within the band of LRU and CLOCK, or of what else is known to be of their kind. A page comes to the inactive list and
    /// becomes active when it is used there; no more than about half of the node is active. So a scan, or a loop larger than the node, takes no more than the inactive half (as in SIEVE, SLRU
    /// and 2Q), and a page has only that long to be used again (as in FIFO): on some traces it is well below the band, on others a little above.
    /// </summary>
    public static IEnumerable<OracleRow> TwoList(string trace, NumberedTrace accesses)
    {
        foreach ((IReadOnlyDictionary<string, string> row, long pages) in MissRatios(trace))
        {
            double ours = Run(typeof(OneTwoList), accesses, pages).MissRatio;
            OracleRow narrow = Band(["lru", "clock"], 0);
            yield return narrow.Holds ? narrow : Band(["lru", "clock", "fifo", "sieve", "slru", "twoq"], TwoListTolerance);

            OracleRow Band(string[] columns, double tolerance)
            {
                double[] theirs = [.. columns.Select(column => Number(row, column))];
                return new OracleRow(trace, "twolist", Size(pages), ours, Math.Clamp(ours, theirs.Min(), theirs.Max()), tolerance)
                {
                    Note = $"{(tolerance == 0 ? "within" : "segmented: within")} {string.Join(", ", columns)}: {theirs.Min().ToString("F4", CultureInfo.InvariantCulture)} to {theirs.Max().ToString("F4", CultureInfo.InvariantCulture)}",
                };
            }
        }
    }

    /// <summary>Exclusive LRU over LRU: every column of the table.</summary>
    public static IEnumerable<OracleRow> TwoTiers(string trace, NumberedTrace accesses)
    {
        foreach (IReadOnlyDictionary<string, string> row in SharedTraces.Table("two-tier-lru.csv").Where(row => row["trace"] == trace))
        {
            long[] pages = [.. new[] { "top_pages", "low_pages" }.Select(column => long.Parse(row[column], CultureInfo.InvariantCulture))];
            SimulationResult result = Run(typeof(TwoLru), accesses, pages);
            (string Column, long Ours)[] columns =
            [
                ("top_hit", result.Nodes[0].Hits),
                ("low_hit", result.Nodes[1].Hits),
                ("backend_miss", result.StoreReads),
                ("promotions_per_req", result.Promotions),
                ("demotions_per_req", result.Demotions),
                ("discards_per_req", result.Discards),
                ("writebacks_per_req", result.Writebacks),
            ];
            foreach ((string column, long ours) in columns)
            {
                yield return new OracleRow(trace, "lru over lru, " + column, Size(pages), ours / (double)result.Accesses, Number(row, column), 0);
            }
        }
    }

    /// <summary>The identity: hits of the tiers down to one are those of a single LRU of their size, whatever the split.</summary>
    public static IEnumerable<OracleRow> Identity(string trace, NumberedTrace accesses)
    {
        foreach (IReadOnlyDictionary<string, string> row in SharedTraces.Table("two-tier-lru.csv").Where(row => row["trace"] == trace))
        {
            long top = long.Parse(row["top_pages"], CultureInfo.InvariantCulture);
            long low = long.Parse(row["low_pages"], CultureInfo.InvariantCulture);
            long[][] splits = [[top, low], [top, Math.Max(1, low / 3), low - Math.Max(1, low / 3)]];
            foreach (long[] pages in splits.Where(static pages => pages.All(static size => size > 0)))
            {
                SimulationResult result = Run(pages.Length == 2 ? typeof(TwoLru) : typeof(ThreeLru), accesses, pages);
                long size = 0;
                long hits = 0;
                for (int tier = 0; tier < pages.Length; tier++)
                {
                    size += pages[tier];
                    hits += result.Nodes[tier].Hits;
                    long single = Run(typeof(OneLru), accesses, size).Nodes[0].Hits;
                    yield return new OracleRow(trace, $"hits of the first {tier + 1} of {pages.Length}", Size(pages), hits, single, 0);
                }
            }
        }
    }

    /// <summary>Runs a policy of <c>oracles.tierpolicy</c> with nodes of these sizes.</summary>
    public static SimulationResult Run(Type policy, NumberedTrace accesses, params long[] pages)
    {
        string[] nodes = ["Dram", "Cxl", "Pmem"];
        return accesses.Run(policy, new SimulationSettings { CapacityPages = nodes.Zip(pages).ToDictionary(static pair => pair.First, static pair => pair.Second) });
    }

    private static IEnumerable<(IReadOnlyDictionary<string, string> Row, long Pages)> MissRatios(string trace) => SharedTraces.Table("libcachesim-miss-ratio.csv")
        .Where(row => row["trace"] == trace)
        .Select(static row => (row, long.Parse(row["cache_objects"], CultureInfo.InvariantCulture)));

    private static double Number(IReadOnlyDictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static string Size(params long[] pages) => string.Join(" + ", pages.Select(static size => size.ToString("N0", CultureInfo.InvariantCulture)));
}
