using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class ReclaimTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void A_clean_file_page_is_dropped_and_read_again_from_the_store()
    {
        using MemoryLab<Plain> lab = new(options => options.Reclaim = ReclaimMode.Zone);
        PageId[] pages = [.. Enumerable.Range(0, 20).Select(i => lab.Memory.AllocateFile(i))];
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Equal(20, lab.Store.Reads);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), pages.Select(lab.Read));
        Assert.True(lab.Store.Reads > 20);
        Assert.Equal(0, lab.Store.Writes);
    }

    [Fact]
    public void A_dirty_file_page_is_written_back_before_it_is_dropped()
    {
        using MemoryLab<Lone> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 20).Select(i => lab.Memory.AllocateFile(i))];
        for (int i = 0; i < 20; i++)
        {
            lab.Write(pages[i], 1000 + i);
        }

        Assert.True(lab.Store.Writes >= 4);
        Assert.Equal(lab.Store.Writes, lab.Count("pgwriteback"));
        Assert.Equal(Enumerable.Range(1000, 20).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void A_page_whose_write_back_fails_stays_in_memory_with_its_contents()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 16).Select(i => lab.Memory.AllocateFile(i))];
        for (int i = 0; i < 16; i++)
        {
            lab.Write(pages[i], 1000 + i);
        }

        lab.Store.Failure = new IOException("the disk is on fire");
        TierFullException error = Assert.Throws<TierFullException>(() => lab.NewPage(1));
        Assert.Contains("Dram (16 of 16 pages in use: 0 anonymous, 16 file)", error.Message, StringComparison.Ordinal);
        Assert.Contains("writing pages out failed: the disk is on fire.", error.Message, StringComparison.Ordinal);
        Assert.Same(lab.Store.Failure, error.InnerException);
        lab.Store.Failure = null;
        Assert.Equal(Enumerable.Range(1000, 16).Select(i => (long)i), pages.Select(lab.Read));
        lab.NewPage(1);
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_told_to_the_reader_and_the_page_can_be_read_later()
    {
        using MemoryLab<Lone> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        lab.Store.Failure = new TimeoutException("no answer");
        TierIOException error = Assert.Throws<TierIOException>(() => lab.Read(page));
        Assert.Equal("store", error.Place);
        Assert.Same(lab.Store.Failure, error.InnerException);
        Assert.Equal(0, lab.Memory.Nodes[Dram].PagesInUse);
        lab.Store.Failure = null;
        Assert.Equal(7, lab.Read(page));
    }

    [Fact]
    public void An_anonymous_page_is_swapped_out_and_in_again()
    {
        using MemoryLab<Lone> lab = new();
        PageId[] pages = lab.NewPages(40);
        Assert.Equal(24, lab.Memory.SwapPagesInUse);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), pages.Select(lab.Read));
        Assert.Equal(lab.Count("pswpout") - lab.Count("pswpin"), lab.Memory.SwapPagesInUse);
        Array.ForEach(pages, lab.Memory.Free);
        Assert.Equal(0, lab.Memory.SwapPagesInUse);
        Assert.Equal(0, lab.Memory.Nodes[Dram].PagesInUse);
        lab.AssertBalanced();
    }

    [Fact]
    public void Without_swap_and_without_a_lower_tier_an_allocation_fails_and_says_which_node_is_full_of_what()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(16);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Contains("Dram (16 of 16 pages in use: 16 anonymous, 0 file)", error.Message, StringComparison.Ordinal);
        Assert.Contains("There is no swap", error.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), pages.Select(lab.Read));
        lab.Memory.Free(pages[0]);
        lab.NewPage(0);
    }

    [Fact]
    public void When_all_pages_are_pinned_an_allocation_fails_and_says_so()
    {
        using MemoryLab<Lone> lab = new(options => options.Capacities["Dram"] = 2 * 4096);
        PageId[] pages = lab.NewPages(2);
        using PinnedPage first = lab.Memory.Pin(pages[0]);
        using PinnedPage second = lab.Memory.Pin(pages[1]);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Contains("pages are pinned", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("locked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_pages_are_locked_by_write_leases_an_allocation_fails_and_does_not_call_them_pinned()
    {
        using MemoryLab<Lone> lab = new(options => options.Capacities["Dram"] = 2 * 4096);
        PageId[] pages = lab.NewPages(2);
        using WriteLease first = lab.Memory.Write(pages[0]);
        using WriteLease second = lab.Memory.Write(pages[1]);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Contains("pages are locked: by write leases, or while they are written out or moved", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pinned", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_a_rule_keeps_all_pages_an_allocation_fails_and_names_the_rule()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        for (int i = 0; i < 16; i++)
        {
            lab.Read(lab.Memory.AllocateFile(i, new PageOptions { Tag = 1 }));
        }

        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Contains("rule 1 keeps pages: keep when page.tag == 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, 1, 0, 0)]
    [InlineData(2, 1, 0, 0, 1)]
    [InlineData(3, 1, 0, 1, 0)]
    [InlineData(4, 1, 0, 0, 1)] // No rule matches, and a demote rule names the node: ordinary reclaim.
    public void The_rules_decide_who_is_kept_discarded_and_demoted(byte tag, int reclaimed, int onDram, int onCxl, int inSwap)
    {
        using MemoryLab<Ruled> lab = new();
        PageId page = lab.NewPage(tag, tag);
        Assert.Equal(reclaimed * 4096, lab.Memory.Reclaim(4096));
        Assert.Equal((onDram, onCxl, inSwap), (lab.Memory.Nodes[Dram].PagesInUse, lab.Memory.Nodes[Cxl].PagesInUse, lab.Memory.SwapPagesInUse));
        Assert.Equal(tag, lab.Read(page));
    }

    [Fact]
    public void A_rule_sees_how_long_a_page_was_idle()
    {
        using MemoryLab<Ruled> lab = new();
        PageId page = lab.NewPage(1);
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        lab.Memory.Reclaim(4096);
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void A_page_that_is_used_between_two_looks_of_reclaim_gets_a_second_chance()
    {
        using MemoryLab<Lone> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 16).Select(_ => lab.Memory.Allocate())];
        lab.Read(pages[0]);
        lab.Memory.Allocate();
        Assert.False(lab.Whereabouts(pages[0]).WasPagedIn);
        Assert.Equal(1, lab.Count("pgactivate"));
        Assert.True(lab.Whereabouts(pages[1]).WasPagedIn);
    }

    [Fact]
    public void Background_reclaim_keeps_room_ahead_of_need_so_that_allocations_never_stall()
    {
        using MemoryLab<Demoting> lab = new(options => options.Reclaim = ReclaimMode.Migrate, watermarks: true);
        lab.NewPages(200);
        Assert.Equal(0, lab.Total("allocstall"));
        Assert.True(lab.Memory.Nodes[Dram].CapacityPages - lab.Memory.Nodes[Dram].PagesInUse >= 2);
        Assert.True(lab.Count("pgsteal_kswapd") > 0);
        lab.AssertBalanced();
    }

    [Fact]
    public void Demotion_cascades_since_a_target_that_fills_up_wakes_its_own_reclaimer()
    {
        using MemoryLab<Descending> lab = new(watermarks: true);
        PageId[] pages = lab.NewPages(100);
        Assert.True(lab.Count("pgdemote_kswapd", 1) + lab.Count("pgdemote_kswapd", 2) > 0);
        Assert.True(lab.Memory.Nodes[3].PagesInUse >= 52);
        Assert.Equal(0, lab.Total("pswpout"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_page_on_a_file_node_comes_up_before_it_is_read_and_counts_as_a_major_fault()
    {
        using MemoryLab<Descending> lab = new();
        PageId page = lab.NewPage(42);
        Assert.Equal(1, lab.Memory.Migrate([page], 3).Succeeded);
        Assert.Equal((Dram, true), lab.Whereabouts(page));
        Assert.Equal(42, lab.Read(page));
        Assert.Equal(1, lab.Total("pgmajfault"));
        Assert.Equal(0, lab.Total("pgpromote_success"));
        Assert.Equal(0, lab.Memory.Nodes[3].PagesInUse);
    }

    [Fact]
    public void Dirty_pages_stay_dirty_on_their_way_and_are_counted_where_they_are()
    {
        using MemoryLab<Descending> lab = new();
        PageId page = lab.Memory.AllocateFile(5);
        lab.Write(page, 6);
        Assert.Equal(1, lab.Count("nr_dirty", 0));
        lab.Memory.Migrate([page], 1);
        Assert.Equal((0, 1), (lab.Count("nr_dirty", 0), lab.Count("nr_dirty", 1)));
        lab.Memory.Migrate([page], 3);
        Assert.Equal((0, 1), (lab.Count("nr_dirty", 1), lab.Count("nr_dirty", 3)));
        Assert.Equal(1, lab.Memory.PageOut([page]));
        Assert.Equal(0, lab.Total("nr_dirty"));
        Assert.Equal(6, lab.Store.Stored(5));
        Assert.Equal(6, lab.Read(page));
    }

    [Fact]
    public void PageOut_asks_no_rule_and_never_demotes()
    {
        using MemoryLab<Ruled> lab = new();
        PageId[] pages = [lab.NewPage(1, tag: 1), lab.NewPage(2, tag: 3)];
        Assert.Equal(2, lab.Memory.PageOut(pages));
        Assert.Equal(0, lab.Total("pgdemote_direct"));
        Assert.Equal(2, lab.Memory.SwapPagesInUse);
        Assert.Equal(0, lab.Memory.PageOut(pages));
    }

    [Fact]
    public void Proactive_reclaim_leaves_a_page_whose_demotion_fails_where_it_is()
    {
        using MemoryLab<Demoting> lab = new(options => options.Capacities["Cxl"] = 4096);
        PageId obstacle = lab.NewPage(99, node: Cxl);
        lab.Settle();
        using PinnedPage pin = lab.Memory.Pin(obstacle);
        lab.NewPages(4);
        Assert.Equal(0, lab.Memory.Reclaim(4 * 4096));
        Assert.Equal(0, lab.Total("pswpout"));
    }

    [Fact]
    public void A_predicate_that_throws_keeps_the_page_and_is_told_when_memory_runs_out()
    {
        using MemoryLab<Probed> lab = new(options => options.Capacities["Cxl"] = 4096);
        PageId obstacle = lab.NewPage(99, node: Cxl);
        lab.Settle();
        using PinnedPage pin = lab.Memory.Pin(obstacle);
        PageId[] pages = lab.NewPages(16);
        InvalidOperationException failure = new("no idea");
        Probe.Reset(failure);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Same(failure, error.InnerException);
        Assert.Contains("a predicate of the policy threw", error.Message, StringComparison.Ordinal);
        Probe.Reset();
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), pages.Select(lab.Read));
        lab.NewPage(1);
    }

    [Fact]
    public void Where_min_and_low_are_the_same_page_a_refused_demotion_still_wakes_the_target()
    {
        WatermarkDescription narrow = new(Amount.OfBytes(4096), Amount.OfBytes(4096), Amount.OfBytes(2 * 4096), Amount.OfBytes(2 * 4096));
        using MemoryLab<Demoting> lab = new(options =>
        {
            options.Watermarks["Dram"] = narrow;
            options.Watermarks["Cxl"] = narrow;
        });
        lab.NewPages(200);
        Assert.True(lab.Count("pgsteal_kswapd", Cxl) > 0);
        lab.AssertBalanced();
    }

    [Fact]
    public void The_room_that_node_reclaim_makes_is_used_though_it_is_less_than_a_batch()
    {
        using MemoryLab<Descending> lab = new(watermarks: true);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(Dram, lab.Whereabouts(lab.NewPage(i)).Node);
        }
    }

    [Fact]
    public void A_store_that_fills_less_than_a_page_leaves_zeros_and_not_what_the_frame_held()
    {
        using MemoryLab<Lone> lab = new(options => options.Store = new ShortStore());
        PageId[] secret = [.. Enumerable.Range(0, 16).Select(_ => lab.NewPage(-1))];
        Array.ForEach(secret, lab.Memory.Free);
        using ReadLease lease = lab.Memory.Read(lab.Memory.AllocateFile(1));
        Assert.Equal(1, lease.Span[0]);
        Assert.Equal(-1, lease.Span[1..].IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_full_swap_is_told_and_loses_nothing()
    {
        using MemoryLab<Lone> lab = new(options => options.SwapCapacity = 4 * 4096);
        PageId[] pages = lab.NewPages(20);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Contains("Swap has 0 free slots", error.Message, StringComparison.Ordinal);
        foreach (PageId page in pages[..4])
        {
            lab.Memory.Free(page);
        }

        Assert.Equal(Enumerable.Range(4, 16).Select(i => (long)i), pages[4..].Select(lab.Read));
    }

    [Fact]
    public void The_counters_read_like_proc_vmstat()
    {
        using MemoryLab<Demoting> lab = new();
        lab.NewPages(20);
        string text = lab.Memory.Stat.ToString();
        Assert.Contains("\npgdemote_direct 4\n", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches("^[a-z_]+ [0-9]+$", line));
        string[] specified =
        [
            .. "pgalloc pgfree pgfault pgmajfault pgactivate pgdeactivate pgscan_kswapd pgscan_direct pgscan_proactive pgsteal_kswapd pgsteal_direct pgsteal_proactive".Split(' '),
            .. "pgdemote_kswapd pgdemote_direct pgdemote_proactive pgpromote_success pgpromote_candidate pgpromote_fail pgpromote_pingpong pgmigrate_success pgmigrate_fail".Split(' '),
            .. "pswpin pswpout pgwriteback allocstall pgrotated nr_free nr_active_anon nr_inactive_anon nr_active_file nr_inactive_file nr_dirty".Split(' '),
        ];
        Assert.Equal(specified, lab.Memory.Stat.Items.Select(item => item.Key));
        Assert.Throws<ArgumentException>(() => lab.Memory.Stat["pgnothing"]);
    }

    private sealed class ShortStore : IPageStore
    {
        public void Read(long key, Span<byte> page) => page[0] = 1;

        public void Write(long key, ReadOnlySpan<byte> page)
        {
        }
    }
}
