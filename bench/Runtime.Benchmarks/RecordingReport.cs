using System.Globalization;
using TierPolicy.Samples.Quickstart;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>
/// What a recording takes of the throughput of the Quickstart's workload, and of reads of pages that are in memory, where there is the least beside it. With and without, one right after the
/// other, round by round, since other work on the machine changes by the second: the ratio of two neighbours is what counts.
/// </summary>
internal static class RecordingReport
{
    private const int Rounds = 15;
    private const int Reads = 2_000_000;

    private static readonly int[] Samplings = [64, 1];

    public static void Run()
    {
        Workload workload = Workload.Load(Path.Combine(AppContext.BaseDirectory, "shop.tptrace"));
        string folder = Directory.CreateTempSubdirectory("tierpolicy-").FullName;
        try
        {
            Console.WriteLine("                                     one in   million/s without   with/without: quartiles   dropped");
            Compare("Quickstart, time simulated", folder, (path, sampling) => Replay(workload, folder, threads: false, path, sampling));
            Compare("Quickstart, with threads", folder, (path, sampling) => Replay(workload, folder, threads: true, path, sampling));
            Compare("reads of resident pages, 1 thread", folder, ReadResident);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string what, string folder, Func<string?, int, (double Throughput, double Dropped)> run)
    {
        foreach (int sampling in Samplings)
        {
            List<double> without = [];
            List<double> ratios = [];
            double dropped = 0;
            for (int round = -2; round < Rounds; round++)
            {
                double off = run(null, sampling).Throughput;
                (double on, double lost) = run(Path.Combine(folder, "a.tptrace"), sampling);
                if (round >= 0)
                {
                    without.Add(off);
                    ratios.Add(on / off);
                    dropped = Math.Max(dropped, lost);
                }
            }

            ratios.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what,-36}{sampling,7}{without.Order().ElementAt(Rounds / 2) / 1e6,20:F2}{ratios[Rounds / 4],16:F2}{ratios[Rounds / 2],6:F2}{ratios[Rounds * 3 / 4],6:F2}{dropped,9:P1}"));
        }
    }

    private static (double Throughput, double Dropped) Replay(Workload workload, string folder, bool threads, string? path, int sampling)
    {
        Dictionary<string, double> shares = new() { ["Dram"] = 0.10, ["Cxl"] = 0.40 };
        using Replay<Demotion> replay = new("recording", workload, shares, new ReplaySettings(folder, threads));
        using TraceRecording? recording = path is null ? null : replay.Record(path, sampling);
        double seconds = replay.Run().Seconds;
        return (workload.Count / seconds, Lost(recording));
    }

    private static (double Throughput, double Dropped) ReadResident(string? path, int sampling)
    {
        using TieredMemory<Demotion> memory = new();
        PageId[] pages = [.. Enumerable.Range(0, 4096).Select(_ => memory.Allocate())];
        using TraceRecording? recording = path is null ? null : memory.StartRecording(path, sampling);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < Reads; i++)
        {
            using ReadLease lease = memory.Read(pages[(i * 7919) & 4095]);
            Sink.Of(lease.Span[0]);
        }

        return (Reads / System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, Lost(recording));
    }

    private static double Lost(TraceRecording? recording) =>
        recording is null || recording.Accesses + recording.Dropped == 0 ? 0 : (double)recording.Dropped / (recording.Accesses + recording.Dropped);
}
