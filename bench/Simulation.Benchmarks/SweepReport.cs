using System.Diagnostics;

namespace TierPolicy.Simulation.Benchmarks;

/// <summary>A sweep of 64 points over 5 million accesses, as <c>tierpolicy simulate --sweep</c> runs it, and what the memories of its runs take a page.</summary>
internal static class SweepReport
{
    private const int Points = 64;
    private const int Repetitions = 6;

    public static void Run()
    {
        string trace = BinaryTrace.Find("arc_oltp.tp64.gz") ?? throw new FileNotFoundException("There is no shared/traces/arc_oltp.tp64.gz here.");
        Stopwatch watch = Stopwatch.StartNew();
        NumberedTrace accesses = NumberedTrace.Load([.. Enumerable.Repeat(trace, Repetitions)], pageSize: 4096, ignoreSize: true);
        Console.WriteLine(FormattableString.Invariant($"read {accesses.Accesses} accesses to {accesses.Pages} pages in {watch.Elapsed.TotalSeconds:0.0} s"));
        watch.Restart();
        double processor = SpeedReport.Seconds(() => Parallel.For(0, Points, i => accesses.Run(typeof(EightRules), new SimulationSettings
        {
            CapacityPages = new Dictionary<string, long> { ["Dram"] = 1000 + (2000 * (i / 8)), ["Cxl"] = 5000 + (5000 * (i % 8)), ["Pmem"] = 40_000 },
        })));
        Console.WriteLine(FormattableString.Invariant($"{Points} runs: {watch.Elapsed.TotalSeconds:0.0} s, {processor:0.0} s of processor time on {Environment.ProcessorCount} cores; {Points * accesses.Accesses / processor / 1e6:0.00} M accesses a second and core"));
    }
}
