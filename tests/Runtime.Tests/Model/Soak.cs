using System.Diagnostics;
using System.Globalization;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests.Model;

/// <summary>
/// A memory with a node of every kind at full load for as long as it is told, in a process of its own, so that the process's memory is the memory's own. Nodes go off line and come back
/// and modes change all the time, domains are at their limits. After each round of so many operations all threads stop, and all is checked: nothing is lost, counters balance, and at
/// the end that memory did not grow.
/// </summary>
internal sealed class Soak
{
    private const int Threads = 4;
    private const int Pages = 600;
    private const int OperationsOfRound = 4_000;

    /// <summary>What the second half may have more than the first: the margin of a collector that gives memory back when it likes, far less than a page for each thousand operations.</summary>
    private const double Growth = 1.05;
    private const long GrowthBytes = 8 << 20;

    private readonly List<(long Resident, long Managed)> _samples = [];
    private readonly TextWriter _output;
    private Exception? _failure;
    private long _operations;
    private long _offline;
    private long _full;

    private Soak(TextWriter output) => _output = output;

    /// <summary>Runs it.</summary>
    /// <returns>0, or 1 where something is wrong, which is written to the output.</returns>
    public static int Run(double seconds, int seed, TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"soak: {seconds} s, TIERPOLICY_SEED={seed}"));
        Soak soak = new(output);
        try
        {
            soak.Run(seconds, seed);
            return 0;
        }
        catch (Exception error)
        {
            output.WriteLine(error);
            return 1;
        }
    }

    private void Run(double seconds, int seed)
    {
        using MemoryLab<All> lab = new(
            options =>
            {
                options.Background = BackgroundWork.Threads;
                options.TimeProvider = TimeProvider.System;
                options.AgingPeriod = TimeSpan.FromMilliseconds(100);
                options.Capacities["Dram0"] = 100 * 4096;
                options.Capacities["Dram1"] = 60 * 4096;
                options.Capacities["Cxl0"] = 90 * 4096;
                options.Capacities["Cxl1"] = 80 * 4096;
            },
            watermarks: true);
        SharedRegisters<All> pages = new(lab, Pages);
        Stopwatch time = Stopwatch.StartNew();
        TimeSpan told = TimeSpan.Zero;
        for (int round = 0; time.Elapsed.TotalSeconds < seconds; round++)
        {
            Load(lab, pages, (seed * 1_000_003) + round);
            pages.AssertNothingIsLost();

            // What reclaimers and promoter have in hand is put back in a moment, and what works by time may begin again at any: all nodes must be balanced at one.
            Assert.True(SpinWait.SpinUntil(() => lab.Memory.Nodes.All(node => lab.Memory.Core.Nodes[node.Id].Isolated == 0 && IsBalanced(node)), TimeSpan.FromSeconds(10)));

            // The same of the lists and what is counted of them.
            string? miscount = null;
            SpinWait.SpinUntil(() => (miscount = lab.Miscount()) is null, TimeSpan.FromSeconds(10));
            Assert.Null(miscount);
            Assert.Equal(Pages, lab.Memory.PageCount);
            AssertLimits(lab);
            _samples.Add((Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true)));
            if (time.Elapsed - told > TimeSpan.FromSeconds(10))
            {
                told = time.Elapsed;
                Tell(lab, time.Elapsed);
            }
        }

        Tell(lab, time.Elapsed);
        AssertFlat("resident", static sample => sample.Resident);
        AssertFlat("managed", static sample => sample.Managed);
        pages.FreeAll();
        Assert.True(SpinWait.SpinUntil(() => lab.Memory.Nodes.Sum(static node => node.PagesInUse) == 0 && lab.Memory.PageCount == 0, TimeSpan.FromSeconds(10)));
        Assert.Equal(0, lab.Memory.SwapPagesInUse);
        lab.AssertBalanced();
    }

    private void Load(MemoryLab<All> lab, SharedRegisters<All> pages, int seed)
    {
        using CancellationTokenSource done = new();
        Thread operatorThread = Start(() =>
        {
            Random random = new(seed);
            int[] hotplug = [.. lab.Memory.Nodes.Where(node => TieredMemory<All>.Policy.Topology.Nodes.Single(other => other.Name == node.Name).Hotplug).Select(static node => node.Id)];
            while (!done.IsCancellationRequested)
            {
                int node = hotplug[random.Next(hotplug.Length)];
                _offline += lab.Memory.Offline(node).IsOffline ? 1 : 0;
                lab.Memory.ReclaimMode = (ReclaimMode)random.Next(16);
                lab.Memory.Online(node);
                lab.Memory.SetReclaimMode("zone|write|unmap|migrate");

                // As long on line as it took to go.
                Thread.Yield();
            }
        });
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => Start(() =>
        {
            using Worker<All> worker = new((seed * Threads) + thread) { FullIsExpected = true };
            for (int i = 0; i < OperationsOfRound && _failure is null; i++)
            {
                pages.Do(worker);
            }

            Interlocked.Add(ref _operations, OperationsOfRound);
            Interlocked.Add(ref _full, worker.Full);
        }))];
        Array.ForEach(threads, static thread => thread.Join());
        done.Cancel();
        operatorThread.Join();
        if (_failure is not null)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"In round {_samples.Count}."), _failure);
        }
    }

    private Thread Start(Action work)
    {
        Thread thread = new(() =>
        {
            try
            {
                work();
            }
            catch (Exception error)
            {
                _failure ??= error;
            }
        });
        thread.Start();
        return thread;
    }

    /// <summary>The most of the second half of the rounds against the most of the first, of those after a fifth, when the process has warmed up.</summary>
    private void AssertFlat(string what, Func<(long Resident, long Managed), long> of)
    {
        long[] samples = [.. _samples.Skip(_samples.Count / 5).Select(of)];
        if (samples.Length < 2)
        {
            return;
        }

        long first = samples[..(samples.Length / 2)].Max();
        long second = samples[(samples.Length / 2)..].Max();
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: at most {first >> 10:N0} KiB in the first half after warming up, {second >> 10:N0} KiB in the second"));
        Assert.True(second <= (first * Growth) + GrowthBytes, $"The {what} memory grew.");
    }

    private static void AssertLimits(MemoryLab<All> lab) =>
        Assert.All(lab.Memory.Core.Domains, domain => Assert.InRange(domain.Pages, 0, domain.LimitPages));

    private static bool IsBalanced(NodeStatus node) =>
        node.Stat["pgalloc"] == node.Stat["pgfree"] + node.PagesInUse && MemoryLab<All>.Listed(node) == node.PagesInUse - node.PagesReserved;

    private void Tell(MemoryLab<All> lab, TimeSpan elapsed)
    {
        VmStat stat = lab.Memory.Stat;
        long demoted = stat["pgdemote_kswapd"] + stat["pgdemote_direct"] + stat["pgdemote_proactive"];
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds,6:N0} s {_samples.Count,5:N0} rounds {_operations,12:N0} operations, resident {_samples[^1].Resident >> 10,8:N0} KiB, managed {_samples[^1].Managed >> 10,7:N0} KiB, demoted {demoted:N0}, promoted {stat["pgpromote_success"]:N0}, swapped out {stat["pswpout"]:N0}, off line {_offline:N0} times, full {_full:N0} times"));
    }
}
