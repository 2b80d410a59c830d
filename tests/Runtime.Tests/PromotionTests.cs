using TierPolicy.AgingAlgorithms;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class PromotionTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void A_page_that_is_used_again_on_a_slow_node_comes_back_up()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.Allocate();
        lab.Memory.Migrate([page], Cxl);
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
        Assert.Equal(Dram, lab.Whereabouts(page).Node);
        Assert.Equal(1, lab.Count("pgpromote_success", Dram));
        Assert.Equal(1, lab.Count("pgpromote_candidate", Dram));
    }

    [Fact]
    public void Accesses_are_halved_at_each_aging_period_so_old_ones_promote_nothing()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.Allocate();
        lab.Memory.Migrate([page], Cxl);
        lab.Read(page);
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void Promotion_goes_only_where_room_above_the_high_watermark_is_left_and_wakes_the_reclaimer_where_it_is_not()
    {
        using MemoryLab<Demoting> lab = new(watermarks: true);
        PageId page = lab.NewPage(7, node: Cxl);
        lab.NewPages(13);
        lab.Read(page);
        lab.Read(page);
        Assert.True(lab.Count("pgpromote_fail", Dram) + lab.Count("pgpromote_success", Dram) > 0);
        Assert.True(lab.Memory.Nodes[Dram].CapacityPages - lab.Memory.Nodes[Dram].PagesInUse >= 4);
        Assert.Equal(7, lab.Read(page));
    }

    [Fact]
    public void A_rate_limit_holds_promotions_back()
    {
        using MemoryLab<Ruled> lab = new();
        PageId[] pages = lab.NewPages(4);
        lab.Memory.Migrate(pages, Cxl);
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Equal(1, lab.Count("pgpromote_success", Dram));
        Assert.Equal(4, lab.Count("pgpromote_candidate", Dram));
        lab.Time.Advance(TimeSpan.FromSeconds(0.9));
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Equal(1, lab.Count("pgpromote_success", Dram));
        lab.Time.Advance(TimeSpan.FromSeconds(0.1));
        Array.ForEach(pages, page => lab.Read(page));
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Equal(2, lab.Count("pgpromote_success", Dram));
    }

    [Fact]
    public void A_predicate_that_throws_keeps_nobody_from_the_page_and_leaves_no_pin_behind()
    {
        using MemoryLab<ProbedOnAccess> lab = new();
        PageId page = lab.NewPage(7);
        lab.Memory.Migrate([page], Cxl);
        Probe.Reset(new InvalidOperationException("no idea"));
        try
        {
            Assert.Equal(7, lab.Read(page));
            lab.Memory.Pin(page).Dispose();
            lab.Write(page, 8);
            Assert.Equal((Cxl, 8), (lab.Whereabouts(page).Node, lab.Read(page)));
        }
        finally
        {
            Probe.Reset();
        }

        Assert.Equal(0, lab.Memory.Core.Nodes[Cxl].Pins.Count);
        Assert.Equal(1, lab.Memory.Migrate([page], Dram).Succeeded);
    }

    [Fact]
    public void Into_a_full_node_without_watermarks_a_promotion_is_an_exchange_and_nothing_is_dropped()
    {
        using MemoryLab<DemotingWithoutSwap> lab = new(options =>
        {
            options.Capacities["Dram"] = 2 * 4096;
            options.Capacities["Cxl"] = 2 * 4096;
        });
        PageId[] pages = lab.NewPages(4);
        Assert.Equal((2, 2), (lab.Memory.Nodes[Dram].PagesInUse, lab.Memory.Nodes[Cxl].PagesInUse));
        for (int round = 0; round < 10; round++)
        {
            lab.Settle();
            PageId low = pages.First(page => lab.Whereabouts(page).Node == Cxl);
            lab.Read(low);
            Assert.Equal(Dram, lab.Whereabouts(low).Node);
            Assert.Equal((2, 2), (lab.Memory.Nodes[Dram].PagesInUse, lab.Memory.Nodes[Cxl].PagesInUse));
        }

        Assert.Equal([0L, 1, 2, 3], pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void Promotion_does_not_depend_on_the_mode_bits()
    {
        using MemoryLab<Demoting> lab = new(options => options.Reclaim = ReclaimMode.None);
        PageId page = lab.Memory.Allocate();
        lab.Memory.Migrate([page], Cxl);
        lab.Read(page);
        Assert.Equal(Dram, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void A_page_that_is_promoted_soon_after_its_demotion_counts_as_pingpong()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.Allocate();
        lab.Memory.Reclaim(4096);
        lab.Read(page);
        Assert.Equal(Dram, lab.Whereabouts(page).Node);
        Assert.Equal(1, lab.Count("pgpromote_pingpong", Dram));

        lab.Memory.Reclaim(4096);
        lab.Time.Advance(TimeSpan.FromSeconds(5));
        lab.Read(page);
        lab.Read(page);
        Assert.Equal(2, lab.Count("pgpromote_success", Dram));
        Assert.Equal(1, lab.Count("pgpromote_pingpong", Dram));
    }

    [Fact]
    public void In_the_background_a_page_is_promoted_without_its_reader_waiting()
    {
        using MemoryLab<Demoting> lab = new(options => options.Background = BackgroundWork.Threads);
        PageId page = lab.NewPage(5, node: Cxl);
        bool promoted = SpinWait.SpinUntil(
            () =>
            {
                Assert.Equal(5, lab.Read(page));
                return lab.Whereabouts(page).Node == Dram;
            },
            TimeSpan.FromSeconds(30));
        Assert.True(promoted);
    }

    [Fact]
    public void A_page_that_was_used_while_it_was_up_comes_up_again_at_once_however_soon_it_was_demoted()
    {
        using MemoryLab<Demoting> lab = new(watermarks: true);
        PageId page = lab.NewPage(7, node: Cxl);
        Promote(lab, page);
        lab.Time.Advance(TimeSpan.FromMilliseconds(1));
        lab.Read(page);
        DemoteAgain(lab, page);
        lab.Read(page);
        Assert.Equal((Dram, false), lab.Whereabouts(page));
        Assert.Equal((2, 2L), (lab.Count("pgpromote_success", Dram), lab.Count("pgpromote_candidate", Dram)));
    }

    [Fact]
    public void A_page_that_was_demoted_soon_after_its_promotion_and_not_used_in_between_must_show_once_more_that_it_is_hot()
    {
        using MemoryLab<Demoting> lab = new(watermarks: true);
        PageId page = lab.NewPage(7, node: Cxl);
        lab.Read(page);
        Assert.Equal(Dram, lab.Whereabouts(page).Node);

        DemoteAgain(lab, page);
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
        Assert.Equal(1, lab.Count("pgpromote_success", Dram));
        Assert.Equal((Dram, false), lab.Whereabouts(page));
        Assert.Equal(2, lab.Count("pgpromote_success", Dram));

        // What stayed for long has proved itself.
        lab.Time.Advance(TimeSpan.FromSeconds(2));
        DemoteAgain(lab, page);
        lab.Read(page);
        Assert.Equal(Dram, lab.Whereabouts(page).Node);
        Assert.Equal(3, lab.Count("pgpromote_success", Dram));
        Assert.Equal(7, lab.Read(page));
        lab.AssertBalanced();
    }

    [Theory]
    [InlineData(BackgroundWork.Inline)]
    [InlineData(BackgroundWork.Threads)]
    public void A_page_that_is_held_back_stands_as_if_it_had_gone_up_and_come_down_again(BackgroundWork work)
    {
        using MemoryLab<Demoting> lab = new(options => options.Background = work, watermarks: true);
        PageId page = lab.NewPage(7, node: Cxl);
        Promote(lab, page);
        DemoteAgain(lab, page);
        PageId later = lab.Memory.Allocate();
        Assert.Equal(1, lab.Memory.Migrate([later], Cxl).Succeeded);
        Assert.Equal(page.Index, Oldest(lab));

        lab.Read(page);
        Assert.True(SpinWait.SpinUntil(() => Oldest(lab) == later.Index, TimeSpan.FromSeconds(30)));
        PageState state = lab.Memory.Core.Pages[page.Index].State;
        Assert.Equal((Place.OnNode(Cxl), false, false), (state.Place, state.IsReferenced, state.IsActive));
        Assert.Equal(1, lab.Count("pgpromote_success", Dram));
        Promote(lab, page);
        Assert.Equal(2, lab.Count("pgpromote_success", Dram));
        Assert.Equal(7, lab.Read(page));
    }

    [Fact]
    public async Task A_reader_does_not_wait_for_a_promotion_that_cannot_get_on()
    {
        using MemoryLab<Demoting> lab = new(options => options.Background = BackgroundWork.Threads);
        PageId page = lab.NewPage(5, node: Cxl);
        using SemaphoreSlim isHeld = new(0);
        using SemaphoreSlim release = new(0);
        Thread holder = new(() =>
        {
            // Whoever takes the page off its list now waits.
            lock (lab.Memory.Core.Nodes[Cxl].Lock)
            {
                isHeld.Release();
                release.Wait();
            }
        });
        holder.Start();
        isHeld.Wait();
        try
        {
            // The time is for a reader that waits to be told from one that does not: it would wait for ever.
            Assert.True(await Task.Run(() => Enumerable.Range(0, 10).All(_ => lab.Read(page) == 5)).WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal((1, 0), (lab.Count("pgpromote_candidate", Dram), lab.Count("pgpromote_success", Dram)));
        }
        finally
        {
            release.Release();
            holder.Join();
        }

        Assert.True(SpinWait.SpinUntil(() => lab.Count("pgpromote_success", Dram) == 1, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Reclaim_makes_room_up_to_the_promo_watermark_where_pages_are_promoted_to_a_node_and_to_the_high_one_elsewhere()
    {
        Assert.Equal(5, FreeOnceBalanced<Demoting>());
        Assert.Equal(4, FreeOnceBalanced<Plain>());

        static long FreeOnceBalanced<TPolicy>()
            where TPolicy : struct, ITierPolicy
        {
            using MemoryLab<TPolicy> lab = new(options => options.Reclaim = ReclaimMode.None, watermarks: true);
            lab.NewPages(14);
            lab.Memory.Reclaimer.BalanceNode(lab.Memory.Core.Nodes[Dram]);
            return lab.Memory.Core.Nodes[Dram].Frames.Free;
        }
    }

    /// <summary>Reads the page until it is up: in the background that takes a moment.</summary>
    private static void Promote(MemoryLab<Demoting> lab, PageId page) =>
        Assert.True(SpinWait.SpinUntil(() => lab.Read(page) == 7 && lab.Memory.Core.Pages[page.Index].State.Place == Place.OnNode(Dram), TimeSpan.FromSeconds(30)));

    /// <summary>The page of the lower node that would leave it next.</summary>
    private static uint Oldest(MemoryLab<Demoting> lab)
    {
        Node cxl = lab.Memory.Core.Nodes[Cxl];
        lock (cxl.Lock)
        {
            return ((TwoLists)cxl.Lists).Tail(PageKind.Anon, active: false);
        }
    }

    private static void DemoteAgain(MemoryLab<Demoting> lab, PageId page)
    {
        for (int tries = 0; lab.Memory.Core.Pages[page.Index].State.Place.Node != Cxl; tries++)
        {
            Assert.True(tries < 16);
            lab.Memory.Reclaim(4096);
        }
    }
}
