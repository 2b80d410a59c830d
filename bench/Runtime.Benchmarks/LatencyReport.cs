using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>How long single reads take, while nothing else happens and while another thread demotes and promotes as fast as it can. A distribution, which a benchmark's mean would hide.</summary>
internal static class LatencyReport
{
    private const int Pages = 1 << 14;
    private const int Reads = 1 << 21;
    private const int Rounds = 5;
    private const int PageSize = 4096;

    public static void Run()
    {
        TieredMemoryOptions options = new();
        options.Capacities["Dram"] = 2L * Pages * PageSize;
        options.Capacities["Cxl"] = 2L * Pages * PageSize;
        using TieredMemory<Demoting> memory = new(options);
        PageId[] pages = [.. Enumerable.Range(0, Pages).Select(_ => memory.Allocate())];
        PageId[] sequence = [.. Zipf.Sequence(Pages, Reads).Select(page => pages[page])];
        _ = Measure(memory, sequence);
        Console.WriteLine("nanoseconds a read          p50     p99   p99.9  p99.99");
        for (int round = 0; round < Rounds; round++)
        {
            Print("quiet", Measure(memory, sequence));
            using CancellationTokenSource stop = new();
            long moved = 0;
            Thread mover = new(() =>
            {
                for (int node = 1; !stop.IsCancellationRequested; node ^= 1)
                {
                    moved += memory.Migrate(pages, node).Succeeded;
                }
            });
            mover.Start();
            long[] measured = Measure(memory, sequence);
            stop.Cancel();
            mover.Join();
            Print("while pages move", measured);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ({moved:N0} moves meanwhile)"));
        }
    }

    private static long[] Measure(TieredMemory<Demoting> memory, PageId[] sequence)
    {
        long[] ticks = new long[sequence.Length];
        long sum = 0;
        for (int i = 0; i < sequence.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using (ReadLease lease = memory.Read(sequence[i]))
            {
                sum += MemoryMarshal.Read<long>(lease.Span);
            }

            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        Sink.Of(sum);
        Array.Sort(ticks);
        return ticks;
    }

    private static void Print(string what, long[] sorted)
    {
        Console.Write(what.PadRight(22));
        foreach (double share in (ReadOnlySpan<double>)[0.5, 0.99, 0.999, 0.9999])
        {
            double nanoseconds = sorted[(int)(sorted.Length * share)] * 1e9 / Stopwatch.Frequency;
            Console.Write(nanoseconds.ToString("N0", CultureInfo.InvariantCulture).PadLeft(8));
        }

        Console.WriteLine();
    }
}
