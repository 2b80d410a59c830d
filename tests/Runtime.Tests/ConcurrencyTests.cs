using System.Diagnostics;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Model;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>
/// Threads use one small memory by every operation that it has, with its reclaimers and its promoter at work: what they see of each page is linearisable (<see cref="PageRegister"/>),
/// nothing is lost, and the counters balance afterwards.
/// </summary>
[Collection(nameof(Effort))]
public class ConcurrencyTests
{
    private const int Tests = 15;
    private const int Operations = 8_000;

    [Fact]
    public void Two_tiers_and_swap_keep_every_page_whole_under_threads() => Run<Demoting>(watermarks: true);

    [Fact]
    public void Where_most_reads_go_the_short_way_too() => Run<Demoting>(watermarks: true, configure: static options => options.AccessSampling = 4);

    [Fact]
    public void Without_watermarks_too() => Run<Demoting>(watermarks: false);

    [Fact]
    public void Four_nodes_a_file_among_them_and_hotplug_keep_every_page_whole_under_threads() =>
        Run<Descending>(watermarks: true, memory =>
        {
            memory.Offline(1);
            memory.Offline(2);
            memory.Online(1);
            memory.Online(2);
        });

    [Fact]
    public void Domains_at_their_limit_keep_every_page_whole_under_threads() => Run<Fenced>(watermarks: true);

    [Fact]
    public void Domains_at_their_limit_keep_every_page_whole_under_lru() => Run<FencedLru>(watermarks: true);

    [Fact]
    public void Domains_at_their_limit_keep_every_page_whole_under_s3fifo() => Run<FencedS3Fifo>(watermarks: false);

    [Fact]
    public void Proactive_rules_keep_every_page_whole_under_threads() =>
        Run<Restless>(watermarks: true, configure: options =>
        {
            options.TimeProvider = TimeProvider.System;
            options.AgingPeriod = TimeSpan.FromMilliseconds(1);
        });

    [Fact]
    public void Mode_bits_may_change_all_the_while() =>
        Run<Demoting>(watermarks: true, memory =>
        {
            for (int mode = 0; mode < 16; mode++)
            {
                memory.ReclaimMode = (ReclaimMode)mode;
            }
        });

    [Fact]
    public void Under_lru_every_page_stays_whole_under_threads() => Run<DescendingLru>(watermarks: true);

    [Fact]
    public void Under_clock_every_page_stays_whole_under_threads() => Run<DescendingClock>(watermarks: true);

    [Fact]
    public void Under_sieve_every_page_stays_whole_under_threads() => Run<DescendingSieve>(watermarks: true);

    [Fact]
    public void Under_s3fifo_every_page_stays_whole_under_threads_while_nodes_come_and_go() =>
        Run<DescendingS3Fifo>(watermarks: true, memory =>
        {
            memory.Offline(1);
            memory.Online(1);
        });

    [Fact]
    public void With_a_node_of_every_kind_and_nodes_that_come_and_go() => Run<All>(watermarks: true, Unplug);

    [Fact]
    public void With_a_node_of_every_kind_under_s3fifo() => Run<AllS3Fifo>(watermarks: false, Unplug);

    private static void Unplug<TPolicy>(TieredMemory<TPolicy> memory)
        where TPolicy : struct, ITierPolicy
    {
        foreach (NodeDescription node in TieredMemory<TPolicy>.Policy.Topology.Nodes.Where(static node => node.Hotplug))
        {
            int id = memory.Nodes.Single(other => other.Name == node.Name).Id;
            memory.Offline(id);
            memory.SetReclaimMode(id % 2 == 0 ? "zone|write|unmap|migrate" : "migrate");
            memory.Online(id);
        }
    }

    private static void Run<TPolicy>(bool watermarks, Action<TieredMemory<TPolicy>>? disturb = null, Action<TieredMemoryOptions>? configure = null)
        where TPolicy : struct, ITierPolicy
    {
        // Of unequal size: a frame's number on one node means nothing on another.
        using MemoryLab<TPolicy> lab = new(
            options =>
            {
                options.Background = BackgroundWork.Threads;
                options.Capacities[TieredMemory<TPolicy>.Policy.Topology.Nodes[0].Name] = 40 * 4096;
                configure?.Invoke(options);
            },
            watermarks);
        SharedRegisters<TPolicy> pages = new(lab, count: 150);
        int seed = Effort.SeedOfThreads;
        Exception? failure = null;
        using CancellationTokenSource done = new();
        Thread disturber = Start(() =>
        {
            while (disturb is not null && !done.IsCancellationRequested)
            {
                disturb(lab.Memory);
            }
        });
        Stopwatch time = Stopwatch.StartNew();
        double? seconds = Effort.SecondsOfEach(Tests);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(thread => Start(() =>
        {
            using Worker<TPolicy> worker = new((seed * 4) + thread) { FullIsExpected = disturb is not null };
            for (int i = 0; failure is null && (seconds is null ? i < Operations : time.Elapsed.TotalSeconds < seconds); i++)
            {
                pages.Do(worker);
            }
        }))];
        Array.ForEach(threads, static thread => thread.Join());
        done.Cancel();
        disturber.Join();
        Assert.True(failure is null, FormattableString.Invariant($"TIERPOLICY_SEED={seed}: {failure}"));

        pages.AssertNothingIsLost();
        pages.FreeAll();

        // What the promoter and the reclaimers had in hand is put back in a moment.
        Assert.True(SpinWait.SpinUntil(() => lab.Memory.Nodes.Sum(node => node.PagesInUse) == 0 && lab.Memory.PageCount == 0, TimeSpan.FromSeconds(10)));
        Assert.All(lab.Memory.Core.Domains, domain => Assert.Equal(0, domain.Pages));
        Assert.Equal(0, lab.Memory.SwapPagesInUse);
        Assert.Equal(0, lab.Total("nr_dirty"));
        Assert.Equal(0, lab.Total("nr_active_anon") + lab.Total("nr_inactive_anon") + lab.Total("nr_active_file") + lab.Total("nr_inactive_file"));
        lab.AssertBalanced();

        Thread Start(Action work)
        {
            Thread thread = new(() =>
            {
                try
                {
                    work();
                }
                catch (Exception error)
                {
                    failure ??= error;
                }
            });
            thread.Start();
            return thread;
        }
    }
}
