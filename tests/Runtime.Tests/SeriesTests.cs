using TierPolicy.Reclaim;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>
/// The rows of the specification's table "item by item": what each of the 13 patches of "Migrate Pages in lieu of discard" (January 2021) brought to Linux, and
/// what it comes to here. Row 5 is also proved over random topologies by the tests of the language.
/// </summary>
public class SeriesTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void Row_01_The_mode_bits_are_an_ABI_and_change_while_the_memory_runs_by_number_and_by_name()
    {
        Assert.Equal([0, 1, 2, 4, 8], Enum.GetValues<ReclaimMode>().Select(mode => (int)mode));

        using MemoryLab<Plain> lab = new();
        Assert.Equal(ReclaimMode.None, lab.Memory.ReclaimMode);
        lab.Memory.ReclaimMode = (ReclaimMode)9;
        Assert.Equal(ReclaimMode.Zone | ReclaimMode.Migrate, lab.Memory.ReclaimMode);
        lab.Memory.SetReclaimMode("7");
        Assert.Equal(ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Unmap, lab.Memory.ReclaimMode);
        lab.Memory.SetReclaimMode("zone | migrate");
        Assert.Equal(ReclaimMode.Zone | ReclaimMode.Migrate, lab.Memory.ReclaimMode);
        lab.Memory.SetReclaimMode("none");
        Assert.Equal(ReclaimMode.None, lab.Memory.ReclaimMode);
    }

    [Theory]
    [InlineData("16")]
    [InlineData("-1")]
    [InlineData("zone | zoom")]
    [InlineData("")]
    public void Row_01_What_is_no_mode_is_refused_and_changes_nothing(string text)
    {
        using MemoryLab<Plain> lab = new();
        Assert.Throws<FormatException>(() => lab.Memory.SetReclaimMode(text));
        Assert.Throws<ArgumentOutOfRangeException>(() => lab.Memory.ReclaimMode = (ReclaimMode)16);
        Assert.Equal(ReclaimMode.None, lab.Memory.ReclaimMode);
    }

    [Theory]
    [InlineData("Zone", 1)]
    [InlineData("Write", 2)]
    [InlineData("Unmap", 4)]
    [InlineData("Migrate", 8)]
    public void Row_02_The_bits_are_public_and_tracked_as_public_API(string name, int number)
    {
        Assert.True(typeof(ReclaimMode).IsPublic);
        Assert.Equal(number, (int)Enum.Parse<ReclaimMode>(name));
        Assert.Contains($"TierPolicy.ReclaimMode.{name} = {number} -> TierPolicy.ReclaimMode", File.ReadAllLines(Repository.PathOf("src/Runtime/PublicAPI.Unshipped.txt")));
    }

    [Fact]
    public void Row_03_One_predicate_says_whether_any_of_the_bits_is_set()
    {
        for (int mode = 0; mode < 16; mode++)
        {
            Assert.Equal(mode != 0, ((ReclaimMode)mode).NodeReclaimEnabled());
        }
    }

    [Fact]
    public void Row_03_Without_any_bit_an_allocation_falls_back_to_another_node_before_it_reclaims_its_own()
    {
        using MemoryLab<Plain> lab = new();
        lab.NewPages(17);
        Assert.Equal(1, lab.Memory.Nodes[Cxl].PagesInUse);
        Assert.Equal(0, lab.Total("pswpout"));
    }

    [Fact]
    public void Row_03_With_one_it_reclaims_its_own_node_first()
    {
        using MemoryLab<Plain> lab = new();
        lab.Memory.ReclaimMode = ReclaimMode.Zone;
        for (int i = 0; i < 17; i++)
        {
            Assert.Equal(i, lab.Read(lab.Memory.AllocateFile(i)));
        }

        Assert.Equal(0, lab.Memory.Nodes[Cxl].PagesInUse);
        Assert.Equal(1, lab.Count("pgsteal_direct"));
    }

    [Fact]
    public void Row_03_Node_reclaim_writes_nothing_without_Write_and_leaves_anonymous_pages_alone_without_Unmap()
    {
        using MemoryLab<Plain> lab = new();
        PageId[] dirty = [.. Enumerable.Range(0, 16).Select(i => lab.Memory.AllocateFile(i))];
        Array.ForEach(dirty, page => lab.Write(page, 100));
        lab.Memory.ReclaimMode = ReclaimMode.Zone;
        lab.NewPage(1);
        Assert.Equal(0, lab.Store.Writes);
        Assert.Equal(1, lab.Memory.Nodes[Cxl].PagesInUse);

        lab.Memory.ReclaimMode = ReclaimMode.Zone | ReclaimMode.Write;
        lab.NewPage(2);
        Assert.Equal(1, lab.Store.Writes);
        Assert.Equal(1, lab.Memory.Nodes[Cxl].PagesInUse);

        // A file node is written to as well: without Write it is no target, not even as a fallback.
        using MemoryLab<Descending> ladder = new(options => options.Reclaim = ReclaimMode.Zone | ReclaimMode.Unmap | ReclaimMode.Migrate);
        ladder.Memory.Offline(1);
        ladder.Memory.Offline(2);
        ladder.NewPages(8);
        Assert.False(ladder.Memory.Reclaimer.NodeReclaim(ladder.Memory.Core.Nodes[Dram]));
        Assert.Equal(0, ladder.Memory.Nodes[3].PagesInUse);
        ladder.Memory.ReclaimMode |= ReclaimMode.Write;
        Assert.True(ladder.Memory.Reclaimer.NodeReclaim(ladder.Memory.Core.Nodes[Dram]));
        Assert.NotEqual(0, ladder.Memory.Nodes[3].PagesInUse);

        using MemoryLab<Plain> anonymous = new();
        anonymous.NewPages(16);
        anonymous.Memory.ReclaimMode = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Migrate;
        anonymous.NewPage(16);
        Assert.Equal(1, anonymous.Memory.Nodes[Cxl].PagesInUse);
        Assert.Equal(0, anonymous.Total("pswpout") + anonymous.Total("pgdemote_direct"));
    }

    [Fact]
    public void Row_04_A_node_has_its_next_demotion_node_and_a_terminal_one_has_minus_one()
    {
        using MemoryLab<Demoting> lab = new();
        Assert.Equal(Cxl, lab.Memory.NextDemotionNode(Dram));
        Assert.Equal(-1, lab.Memory.NextDemotionNode(Cxl));
        Assert.Throws<ArgumentOutOfRangeException>(() => lab.Memory.NextDemotionNode(2));
    }

    [Fact]
    public void Row_04_A_look_up_allocates_nothing()
    {
        using MemoryLab<Demoting> lab = new();
        Assert.Equal(0, Allocations.Of(() => lab.Memory.NextDemotionNode(Dram)));
    }

    [Fact]
    public void Row_05_Following_the_table_from_any_node_ends()
    {
        using MemoryLab<Descending> lab = new();
        for (int start = 0; start < 4; start++)
        {
            int steps = 0;
            for (int node = start; node >= 0; node = lab.Memory.NextDemotionNode(node))
            {
                Assert.InRange(steps++, 0, 3);
            }
        }
    }

    [Fact]
    public void Row_06_The_order_of_each_set_of_nodes_on_line_was_compiled_ahead_and_takes_over_at_once()
    {
        using MemoryLab<Descending> lab = new();
        Assert.Equal(1, lab.Memory.NextDemotionNode(0));
        Assert.True(lab.Memory.Offline(1).IsOffline);
        Assert.Equal(2, lab.Memory.NextDemotionNode(0));
        Assert.Equal(-1, lab.Memory.NextDemotionNode(1));
        Assert.True(lab.Memory.Offline(2).IsOffline);
        Assert.Equal(3, lab.Memory.NextDemotionNode(0));
        lab.Memory.Online(1);
        Assert.Equal(1, lab.Memory.NextDemotionNode(0));
        lab.Memory.Online(2);
        Assert.Equal(1, lab.Memory.NextDemotionNode(0));
        Assert.Throws<InvalidOperationException>(() => lab.Memory.Offline(0));
    }

    [Fact]
    public void Row_07_Migrate_says_how_many_pages_did_not_move_and_separately_how_many_did()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(4);
        using (PinnedPage pin = lab.Memory.Pin(pages[2]))
        {
            Assert.Equal(new MigrationResult(NotMoved: 1, Succeeded: 3), lab.Memory.Migrate(pages, Cxl));
        }

        Assert.Equal(new MigrationResult(NotMoved: 0, Succeeded: 1), lab.Memory.Migrate(pages, Cxl));
        Assert.Equal(4, lab.Total("pgmigrate_success"));
        Assert.Equal(1, lab.Total("pgmigrate_fail"));
        Assert.Equal([0L, 1, 2, 3], pages.Select(lab.Read));
    }

    [Fact]
    public void Row_07_An_error_is_told_together_with_the_successes_before_it()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(4);
        lab.Memory.Free(pages[2]);
        MigrationResult result = lab.Memory.Migrate(pages, Cxl);
        Assert.Equal((2, 2), (result.NotMoved, result.Succeeded));
        Assert.IsType<ArgumentException>(result.Error);
    }

    [Fact]
    public void Row_08_A_full_node_demotes_instead_of_discarding()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(40);
        Assert.Equal(24, lab.Total("pgdemote_direct") - lab.Total("pgpromote_success"));
        Assert.Equal(0, lab.Total("pswpout"));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void Row_08_What_cannot_be_demoted_goes_through_ordinary_reclaim()
    {
        using MemoryLab<Demoting> lab = new(options => options.Capacities["Cxl"] = 4096);
        PageId obstacle = lab.NewPage(99, node: Cxl);
        lab.Settle();
        using PinnedPage pin = lab.Memory.Pin(obstacle);
        PageId[] pages = lab.NewPages(17);
        Assert.Equal(1, lab.Count("pswpout"));
        Assert.Equal(0, lab.Total("pgdemote_direct"));
        Assert.True(lab.Count("pgmigrate_fail") >= 1);
        Assert.Equal(Enumerable.Range(0, 17).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void Row_08_The_second_pass_does_not_ask_the_rules_again()
    {
        using MemoryLab<Probed> lab = new(options => options.Capacities["Cxl"] = 4096);
        PageId obstacle = lab.NewPage(99, node: Cxl);
        lab.Settle();
        using PinnedPage pin = lab.Memory.Pin(obstacle);
        PageId page = lab.Memory.Allocate(new PageOptions { Tag = 7 });
        Probe.Reset();
        Assert.Equal(0, lab.Memory.Nodes[Cxl].PagesInUse - 1);
        lab.Memory.Reclaimer.ShrinkNode(lab.Memory.Core.Nodes[Dram], new ScanControl { Reason = ReclaimReason.Direct, ToReclaim = 1, Priority = 0 });
        Assert.Equal(1, Probe.Asked);
        Assert.Equal((1, 0), (lab.Count("pswpout"), lab.Count("pgdemote_direct")));
        Assert.Equal(0, lab.Read(page));
    }

    [Fact]
    public void Row_09_Demotions_are_counted_by_who_demoted()
    {
        // Without Unmap node reclaim leaves anonymous pages alone: these demotions are those of direct reclaim, when both nodes are full.
        using MemoryLab<Demoting> direct = new(options => options.Reclaim = ReclaimMode.Migrate);
        direct.NewPages(84);
        Assert.True(direct.Count("pgdemote_direct") > 0);
        Assert.True(direct.Count("allocstall") >= 4);
        Assert.Equal(0, direct.Count("pgdemote_kswapd") + direct.Count("pgdemote_proactive"));

        using MemoryLab<Demoting> background = new(options => options.Reclaim = ReclaimMode.Migrate, watermarks: true);
        background.NewPages(200);
        Assert.True(background.Count("pgdemote_kswapd") >= 4);
        Assert.Equal(0, background.Count("pgdemote_direct") + background.Count("pgdemote_proactive"));

        using MemoryLab<Demoting> proactive = new();
        proactive.NewPages(10);
        Assert.Equal(3 * 4096, proactive.Memory.Reclaim(3 * 4096));
        Assert.Equal(3, proactive.Count("pgdemote_proactive"));
        Assert.Equal(0, proactive.Count("pgdemote_direct") + proactive.Count("pgdemote_kswapd"));
    }

    [Fact]
    public void Row_10_Anonymous_pages_are_aged_where_they_could_ever_leave()
    {
        Assert.True(CanAge<Demoting>());
        Assert.True(CanAge<Lone>());
        Assert.True(CanAge<DemotingWithoutSwap>());
        Assert.False(CanAge<LoneWithoutSwap>());

        static bool CanAge<TPolicy>()
            where TPolicy : struct, ITierPolicy
        {
            using MemoryLab<TPolicy> lab = new();

            // Ageing does not ask what the mode allows just now.
            lab.Memory.ReclaimMode = ReclaimMode.None;
            return lab.Memory.Reclaimer.CanAgeAnonPages(lab.Memory.Core.Nodes[Dram]);
        }
    }

    [Fact]
    public void Row_10_Their_lists_are_aged_even_by_a_reclaim_that_may_not_take_them()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 8).Select(i => lab.NewPage(i, node: Cxl))];
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Equal((8, 0), (lab.Count("nr_active_anon"), lab.Count("nr_inactive_anon")));
        lab.Memory.Reclaimer.ShrinkNode(lab.Memory.Core.Nodes[Dram], new ScanControl { Reason = ReclaimReason.Node, ToReclaim = 1, MayUnmap = false });
        Assert.Equal(8, lab.Count("pgdeactivate"));
        Assert.Equal(0, lab.Count("pgscan_direct"));
    }

    [Fact]
    public void Row_11_Where_they_cannot_leave_they_are_not_even_scanned()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        lab.NewPages(16);
        Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Equal(0, lab.Count("pgscan_direct"));

        using MemoryLab<Lone> withSwap = new();
        withSwap.NewPages(17);
        Assert.NotEqual(0, withSwap.Count("pgscan_direct"));
    }

    [Fact]
    public void Row_11_Anonymous_pages_are_scanned_where_they_can_leave_now()
    {
        Assert.True(CanReclaim<Demoting>(ReclaimMode.Migrate));
        Assert.True(CanReclaim<Demoting>(ReclaimMode.None));
        Assert.True(CanReclaim<Lone>(ReclaimMode.Migrate));
        Assert.True(CanReclaim<DemotingWithoutSwap>(ReclaimMode.Migrate));
        Assert.False(CanReclaim<DemotingWithoutSwap>(ReclaimMode.Zone));
        Assert.False(CanReclaim<LoneWithoutSwap>(ReclaimMode.Migrate));

        static bool CanReclaim<TPolicy>(ReclaimMode mode)
            where TPolicy : struct, ITierPolicy
        {
            using MemoryLab<TPolicy> lab = new();
            lab.Memory.ReclaimMode = mode;
            return lab.Memory.Reclaimer.CanReclaimAnonPages(lab.Memory.Core.Nodes[Dram], new ScanControl { Reason = ReclaimReason.Direct, ToReclaim = 1 });
        }
    }

    [Fact]
    public void Row_11_Without_swap_anonymous_pages_are_demoted_all_the_same()
    {
        using MemoryLab<DemotingWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(60);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), pages.Select(lab.Read));
        Assert.True(lab.Count("pgdemote_direct") >= 44);
    }

    [Fact]
    public void Row_12_Reclaim_for_a_domains_limit_never_demotes()
    {
        using MemoryLab<Fenced> lab = new();
        PageId[] pages = lab.NewPages(12, domain: Fenced.Domains.Small);
        Assert.Equal(4, lab.Total("pswpout"));
        Assert.Equal(0, lab.Total("pgdemote_direct"));
        Assert.Equal(0, lab.Memory.Nodes[Cxl].PagesInUse);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void Row_12_A_domain_may_ask_to_be_demoted_at_its_limit_but_that_does_not_lower_its_charge()
    {
        using MemoryLab<Fenced> lab = new();
        lab.NewPages(12, domain: Fenced.Domains.SmallDemoting);
        Assert.True(lab.Total("pgdemote_direct") > 0);
        Assert.Equal(4, lab.Total("pswpout"));
        Assert.Equal(8, lab.Memory.Nodes.Sum(node => node.PagesInUse));
    }

    [Fact]
    public void Row_13_Without_the_Migrate_bit_nothing_is_demoted_whatever_the_table_says()
    {
        using MemoryLab<Demoting> lab = new();
        lab.Memory.ReclaimMode = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Unmap;
        lab.NewPages(20);
        Assert.Equal(0, lab.Total("pgdemote_direct"));
        Assert.Equal(4, lab.Total("pswpout"));

        // ... and the bit is looked at where pages are demoted, not only at the start.
        lab.Memory.ReclaimMode |= ReclaimMode.Migrate;
        lab.NewPages(4);
        Assert.Equal(4, lab.Total("pgdemote_direct"));
    }
}
