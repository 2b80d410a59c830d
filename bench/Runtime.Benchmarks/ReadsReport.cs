using System.Diagnostics;
using System.Globalization;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>
/// The reads of <see cref="ReadBenchmarks"/>, each right after the unprotected read of the same pages, round by round: what memory gives changes by the minute where others use it too,
/// and the ratio of two neighbours is what counts.
/// </summary>
internal static class ReadsReport
{
    private const int Rounds = 101;

    /// <summary>Until the JIT has done what it does for code that runs often.</summary>
    private const int WarmUpRounds = 40;

    public static void Run()
    {
        Console.WriteLine("                                  ns a read   unprotected, ns   unprotected of it: quartiles");
        foreach (int threads in (ReadOnlySpan<int>)[1, 2])
        {
            ReadBenchmarks reads = new() { ThreadCount = threads };
            reads.SetUp();
            Console.WriteLine(threads == 1 ? "1 thread" : "2 threads");
            Row[] rows =
            [
                new("unprotected, on huge pages", reads.UnprotectedOnHugePages, reads.Unprotected),
                new("lease", reads.Lease, reads.Unprotected),
                new("in batches of 64", reads.BatchOf64, reads.Unprotected),
                new("in batches of 64, named before", reads.BatchOf64Named, reads.Unprotected),
                new("one hot page, lease", reads.LeaseOfHotPage, reads.UnprotectedHotPage),
            ];
            for (int round = -WarmUpRounds; round < Rounds; round++)
            {
                foreach (Row row in rows)
                {
                    row.Measure(isCounted: round >= 0);
                }
            }

            Array.ForEach(rows, static row => row.Print());
            reads.CleanUp();
        }
    }

    private sealed class Row(string name, Action read, Action unprotected)
    {
        private readonly List<(double Read, double Unprotected)> _rounds = [];

        public void Measure(bool isCounted)
        {
            (double Unprotected, double Read) round = (Nanoseconds(unprotected), Nanoseconds(read));
            if (isCounted)
            {
                _rounds.Add((round.Read, round.Unprotected));
            }
        }

        public void Print() => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-30}{Quantile(2, static round => round.Read),11:F1}{Quantile(2, static round => round.Unprotected),18:F1}{Ratio(1),17:F2}{Ratio(2),6:F2}{Ratio(3),6:F2}"));

        private static double Nanoseconds(Action action)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ReadBenchmarks.Accesses;
        }

        private double Ratio(int quarter) => Quantile(quarter, static round => round.Unprotected / round.Read);

        private double Quantile(int quarter, Func<(double Read, double Unprotected), double> value) => _rounds.Select(value).Order().ElementAt(Rounds * quarter / 4);
    }
}
