using TierPolicy.Nodes;
using TierPolicy.Reclaim;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>How hard reclaim scans, how far it goes, where its batches go, and how they come back.</summary>
public class ScanTests
{
    private const int Many = 8192;

    [Theory]
    [InlineData(12, 2)]
    [InlineData(10, 8)]
    [InlineData(6, 128)]
    [InlineData(0, 8192)]
    public void A_pass_looks_at_so_many_pages_as_are_left_of_the_lists_when_they_are_halved_by_its_priority(int priority, int pages)
    {
        using MemoryLab<LoneWithoutSwap> lab = LabOfFilePages(tag: 1);
        lab.Memory.Reclaimer.ShrinkNode(lab.Memory.Core.Nodes[0], new ScanControl { Reason = ReclaimReason.Direct, ToReclaim = long.MaxValue, Priority = priority });
        Assert.Equal(pages, lab.Count("pgscan_direct"));
    }

    [Fact]
    public void A_request_begins_light_and_scans_no_more_than_it_needs()
    {
        using MemoryLab<LoneWithoutSwap> lab = LabOfFilePages(tag: 0);
        Assert.True(lab.Memory.Reclaimer.DirectReclaim([0], 1, new Obstacles()));
        Assert.Equal((1, 1), (lab.Count("pgscan_direct"), lab.Count("pgsteal_direct")));
    }

    [Fact]
    public void A_request_that_finds_nothing_gets_heavier_until_it_has_looked_at_every_page()
    {
        using MemoryLab<LoneWithoutSwap> lab = LabOfFilePages(tag: 1);
        Obstacles obstacles = new();
        Assert.False(lab.Memory.Reclaimer.DirectReclaim([0], 1, obstacles));
        Assert.InRange(lab.Count("pgscan_direct"), Many, 2 * Many);
        Assert.Contains("rule 1 keeps pages", obstacles.Describe(LoneWithoutSwapRules), StringComparison.Ordinal);
    }

    [Fact]
    public void Background_reclaim_works_up_to_high_and_to_promo_where_pages_are_promoted_to_the_node()
    {
        Assert.Equal(4, FreeAfterBackground<Lone>());
        Assert.Equal(5, FreeAfterBackground<Demoting>());

        static long FreeAfterBackground<TPolicy>()
            where TPolicy : struct, ITierPolicy
        {
            using MemoryLab<TPolicy> lab = new(options => options.Reclaim = ReclaimMode.Migrate, watermarks: true);
            while (lab.Count("pgsteal_kswapd") == 0)
            {
                lab.Memory.Allocate();
            }

            return lab.Memory.Core.Nodes[0].Frames.Free;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_several_preferred_targets_each_gets_its_share_of_the_batches(int seed)
    {
        // Two targets, 2,000 draws: the standard deviation is 22.
        int[] targets = Draw(seed, 2000);
        Assert.InRange(targets.Count(target => target == 1), 900, 1100);
        Assert.All(targets, target => Assert.InRange(target, 1, 2));

        // Nor does one follow from the other, as in turns it would: as often the same again as not.
        Assert.InRange(targets.Zip(targets.Skip(1), (one, next) => one == next).Count(same => same), 900, 1100);
    }

    [Fact]
    public void The_draw_is_repeatable_by_its_seed()
    {
        Assert.Equal(Draw(7, 100), Draw(7, 100));
        Assert.NotEqual(Draw(7, 100), Draw(8, 100));
    }

    [Fact]
    public void A_batch_has_one_target()
    {
        using MemoryLab<Descending> lab = new();
        for (int i = 0; i < 8; i++)
        {
            lab.Memory.Allocate();
        }

        lab.Memory.Reclaimer.ShrinkNode(lab.Memory.Core.Nodes[0], new ScanControl { Reason = ReclaimReason.Direct, ToReclaim = 8, Priority = 0 });
        Assert.Equal([0L, 8L], new[] { lab.Memory.Nodes[1].PagesInUse, lab.Memory.Nodes[2].PagesInUse }.Order());
    }

    [Fact]
    public void A_batch_that_stays_is_put_back_together_in_its_order_and_without_those_that_were_freed_meanwhile()
    {
        using MemoryLab<Lone> lab = new();
        PageId[] pages = lab.NewPages(6);
        Node node = lab.Memory.Core.Nodes[0];
        uint[] isolated = new uint[6];
        Assert.Equal(6, lab.Memory.Core.TryIsolate(node, pages, isolated));
        Assert.Equal((6, 0L), (node.Isolated, node.Lists.Total));
        lab.Memory.Free(pages[2]);
        lab.Memory.Core.PutBack(node, isolated);
        Assert.Equal((0, 5L), (node.Isolated, node.Lists.Total));
        Assert.Equal(5, lab.Memory.PageCount);
        Assert.Equal([0L, 1, 3, 4, 5], pages.Where((_, i) => i != 2).Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void Pages_that_reclaim_leaves_in_memory_are_all_back_on_their_lists_after_it()
    {
        using MemoryLab<LoneWithoutSwap> lab = LabOfFilePages(tag: 1);
        Assert.False(lab.Memory.Reclaimer.DirectReclaim([0], 1, new Obstacles()));
        Assert.Equal(Many, lab.Count("nr_active_file") + lab.Count("nr_inactive_file"));
        lab.AssertBalanced();
    }

    private static IReadOnlyList<string> LoneWithoutSwapRules => TieredMemory<LoneWithoutSwap>.Policy.ReclaimRules;

    /// <summary>The nodes to which so many batches of one page each go.</summary>
    private static int[] Draw(int seed, int batches)
    {
        using MemoryLab<Descending> lab = new(options => options.Seed = seed);
        int[] targets = new int[batches];
        for (int i = 0; i < batches; i++)
        {
            PageId page = lab.Memory.Allocate();
            lab.Memory.Reclaimer.ShrinkNode(lab.Memory.Core.Nodes[0], new ScanControl { Reason = ReclaimReason.Direct, ToReclaim = 1, Priority = 0 });
            targets[i] = lab.Memory.Core.Pages[page.Index].State.Place.Node;
            lab.Memory.Free(page);
        }

        return targets;
    }

    private static MemoryLab<LoneWithoutSwap> LabOfFilePages(byte tag)
    {
        MemoryLab<LoneWithoutSwap> lab = new(options => options.Capacities["Dram"] = Many * 4096);
        for (int i = 0; i < Many; i++)
        {
            lab.Read(lab.Memory.AllocateFile(i, new PageOptions { Tag = tag }));
        }

        return lab;
    }
}
