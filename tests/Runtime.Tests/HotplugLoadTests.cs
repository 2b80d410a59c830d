using TierPolicy.Engine;
using TierPolicy.Pages;
using TierPolicy.Reclaim;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Nodes go off line and come back while threads read and write all the time.</summary>
public class HotplugLoadTests
{
    private const int Dram0 = 0;
    private const int Cxl0 = 2;
    private const int Cxl1 = 3;
    private const int Zram = 4;
    private const int Rounds = 60;

    [Fact]
    public void Under_full_load_a_node_that_went_off_line_is_empty_and_stays_so_until_it_is_back() => Run<Bounded>(pins: false);

    [Fact]
    public void Under_full_load_one_that_cannot_go_says_why_and_goes_on() => Run<Bounded>(pins: true);

    [Fact]
    public void So_it_is_under_s3fifo() => Run<BoundedS3Fifo>(pins: false);

    [Theory]
    [InlineData(false, false, "Cxl0, Cxl1")]
    [InlineData(true, false, "Cxl1")]
    [InlineData(false, true, "Cxl0")]
    [InlineData(true, true, "Zram")]
    public void Each_set_of_nodes_on_line_has_its_compiled_table_and_demotion_follows_it(bool withoutCxl0, bool withoutCxl1, string targets)
    {
        using MemoryLab<Bounded> lab = new();
        Assert.True(!withoutCxl0 || lab.Memory.Offline(Cxl0).IsOffline);
        Assert.True(!withoutCxl1 || lab.Memory.Offline(Cxl1).IsOffline);
        int next = withoutCxl0 ? withoutCxl1 ? Zram : Cxl1 : Cxl0;
        Assert.Equal(next, lab.Memory.NextDemotionNode(Dram0));
        Assert.Equal(withoutCxl0 ? -1 : Zram, lab.Memory.NextDemotionNode(Cxl0));

        PageId[] pages = [.. Enumerable.Range(0, 12).Select(i => lab.NewPage(i, node: Dram0))];
        while (lab.Memory.Nodes[Dram0].PagesInUse > 0)
        {
            // A target is drawn for each batch.
            lab.Memory.Reclaimer.ShrinkNode(lab.Memory.Core.Nodes[Dram0], new ScanControl { Reason = ReclaimReason.Direct, ToReclaim = 1, Priority = 0 });
        }

        Assert.Equal(targets.Split(", "), lab.Memory.Nodes.Where(node => node.Id > 1 && node.PagesInUse > 0).Select(node => node.Name));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void While_a_node_is_going_off_line_nothing_is_demoted_anywhere()
    {
        using MemoryLab<Bounded> lab = new();
        lab.NewPages(4);
        lab.Memory.Core.IsDemotionSuspended = true;
        Assert.Equal(4 * 4096, lab.Memory.Reclaim(4 * 4096));
        Assert.Equal((0, 4), (lab.Total("pgdemote_proactive"), lab.Total("pswpout")));
    }

    [Fact]
    public void What_was_decided_by_the_table_of_one_set_of_nodes_is_carried_out_by_that_table_whatever_goes_off_line_meanwhile()
    {
        using MemoryLab<ProbedDescending> lab = new();
        PageId page = lab.NewPage(1);
        Probe.Reset();
        Probe.WhileAsked = () => Assert.True(lab.Memory.Offline(1).IsOffline && lab.Memory.Offline(2).IsOffline);
        Assert.Equal(4096, lab.Memory.Reclaim(4096));

        // Neither of the preferred targets takes it; the next one of the same table does. In the new table that is preferred, not one to fall back to.
        Assert.Equal(Place.OnNode(3), lab.Memory.Core.Pages[page.Index].State.Place);
        Assert.Equal(1, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void What_stands_in_the_way_is_counted_by_its_reason()
    {
        using MemoryLab<Descending> lab = new(watermarks: true);
        PageId[] only = [.. Enumerable.Range(0, 3).Select(i => lab.NewPage(i, domain: Descending.Domains.OneNode, node: 1))];
        PageId pinned = lab.NewPage(9, node: 1);
        PageId free = lab.NewPage(10, node: 1);
        using PinnedPage pin = lab.Memory.Pin(pinned);
        OfflineResult result = lab.Memory.Offline(1);
        Assert.Equal(new OfflineResult(false, 1, 4, "1 pinned, 3 may not leave the nodes of their domain"), result);
        Assert.NotEqual(1, lab.Whereabouts(free).Node);
        Assert.Equal([0L, 1, 2, 9, 10], new[] { only[0], only[1], only[2], pinned, free }.Select(lab.Read));
    }

    private static void Run<TPolicy>(bool pins)
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new(options => (options.Background, options.AccessSampling) = (BackgroundWork.Threads, 4), watermarks: true);
        DomainId inner = new(1);
        PageId[] pages = [.. Enumerable.Range(0, 90).Select(i => i % 3 == 0
            ? lab.Memory.AllocateFile(lab.Store.NewKey(), new PageOptions { Domain = i % 2 == 0 ? inner : default })
            : lab.Memory.Allocate(new PageOptions { Domain = i % 2 == 0 ? inner : default, Node = i % 5 == 0 ? Cxl0 : null }))];
        long[] values = new long[pages.Length];
        for (int i = 0; i < pages.Length; i++)
        {
            lab.Write(pages[i], values[i] = (long)i << 32);
        }

        using CancellationTokenSource done = new();
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(thread => new Thread(() =>
        {
            try
            {
                Use(lab, pages, values, thread, done.Token);
            }
            catch (Exception error)
            {
                failure ??= error;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        try
        {
            int offline = 0;
            for (int round = 0; round < Rounds; round++)
            {
                int node = round % 2 == 0 ? Cxl0 : Cxl1;
                offline += GoOffline(lab, node, pins ? pages : []) ? 1 : 0;
                lab.Memory.Online(node);
                Assert.True(lab.Memory.Nodes[node].IsOnline);
            }

            Assert.True(pins || offline > 0);
        }
        finally
        {
            done.Cancel();
            Array.ForEach(threads, thread => thread.Join());
        }

        Assert.Null(failure);
        Assert.Equal(values, pages.Select(lab.Read));
        Array.ForEach(pages, lab.Memory.Free);
        Assert.True(SpinWait.SpinUntil(() => lab.Memory.Nodes.Sum(node => node.PagesInUse) == 0 && lab.Memory.PageCount == 0, TimeSpan.FromSeconds(10)));
        lab.AssertBalanced();
    }

    private static bool GoOffline<TPolicy>(MemoryLab<TPolicy> lab, int node, PageId[] pin)
        where TPolicy : struct, ITierPolicy
    {
        PinnedPage[] pins = [.. pin.Where(page => lab.Memory.Core.Pages[page.Index].State.Place == Place.OnNode(node)).Take(3).Select(page => lab.Memory.Pin(page))];
        OfflineResult result = lab.Memory.Offline(node);
        Array.ForEach(pins, static pin => pin.Dispose());
        Assert.Equal(result.IsOffline, !lab.Memory.Nodes[node].IsOnline);
        Assert.False(lab.Memory.Core.IsDemotionSuspended);
        if (!result.IsOffline)
        {
            Assert.NotEqual("", result.Reason);
            return false;
        }

        Assert.Equal((0L, ""), (result.PagesInTheWay, result.Reason));
        for (int look = 0; look < 1000; look++)
        {
            Assert.Equal(0, lab.Memory.Nodes[node].PagesInUse);
            Assert.NotEqual(node, lab.Memory.NextDemotionNode(Dram0));
        }

        AssertWithinDomains(lab.Memory.Core);
        return true;
    }

    /// <summary>Each thread writes pages of its own, and reads all.</summary>
    private static void Use<TPolicy>(MemoryLab<TPolicy> lab, PageId[] pages, long[] values, int thread, CancellationToken done)
        where TPolicy : struct, ITierPolicy
    {
        Random random = new(thread);
        while (!done.IsCancellationRequested)
        {
            int page = random.Next(pages.Length);
            if (page % 3 == thread)
            {
                lab.Write(pages[page], ++values[page]);
                Assert.Equal(values[page], lab.Read(pages[page]));
            }
            else
            {
                Assert.Equal(page, lab.Read(pages[page]) >> 32);
            }
        }
    }

    /// <summary>At any moment, whoever is at work: no page is where its domain must not be.</summary>
    private static void AssertWithinDomains(MemoryCore core)
    {
        for (uint i = 0; i < core.Pages.Length; i++)
        {
            ref PageDescriptor page = ref core.Pages[i];
            Place place = page.State.Place;
            Assert.True(!place.IsNode || (core.Domains[page.Domain].Nodes & (1UL << place.Node)) != 0);
        }
    }
}
