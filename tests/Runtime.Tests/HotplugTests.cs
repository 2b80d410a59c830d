using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class HotplugTests
{
    private const int Cxl0 = 1;
    private const int Cxl1 = 2;

    [Fact]
    public void Off_lining_moves_all_pages_with_their_contents_and_leaves_the_node_empty()
    {
        using MemoryLab<Descending> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 10).Select(i => lab.NewPage(i, node: Cxl0))];
        OfflineResult result = lab.Memory.Offline(Cxl0);
        Assert.Equal(new OfflineResult(true, 10, 0, ""), result);
        Assert.Equal(0, lab.Memory.Nodes[Cxl0].PagesInUse);
        Assert.False(lab.Memory.Nodes[Cxl0].IsOnline);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_page_under_a_write_lease_cancels_off_lining_and_is_not_called_pinned()
    {
        using MemoryLab<Descending> lab = new();
        PageId page = lab.NewPage(1, node: Cxl0);
        lab.Settle();
        using WriteLease lease = lab.Memory.Write(page);
        Assert.Equal("1 being written", lab.Memory.Offline(Cxl0).Reason);
    }

    [Fact]
    public void A_pinned_page_cancels_off_lining_and_the_caller_is_told_how_many_and_why()
    {
        using MemoryLab<Descending> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 4).Select(i => lab.NewPage(i, node: Cxl0))];
        lab.Settle();
        using (PinnedPage pin = lab.Memory.Pin(pages[1]))
        {
            OfflineResult result = lab.Memory.Offline(Cxl0);
            Assert.False(result.IsOffline);
            Assert.Equal(1, result.PagesInTheWay);
            Assert.Equal("1 pinned", result.Reason);
        }

        Assert.True(lab.Memory.Nodes[Cxl0].IsOnline);
        Assert.Equal(Cxl0, lab.Memory.NextDemotionNode(0));
        Assert.True(lab.Memory.Offline(Cxl0).IsOffline);
    }

    [Fact]
    public void A_node_off_line_gets_no_pages_until_it_is_back()
    {
        using MemoryLab<Descending> lab = new();
        lab.Memory.Offline(Cxl0);
        PageId[] pages = lab.NewPages(60);
        Assert.Equal(0, lab.Memory.Nodes[Cxl0].PagesInUse);
        Assert.True(lab.Memory.Nodes[Cxl1].PagesInUse > 0);
        Assert.Equal(Cxl1, lab.Whereabouts(lab.Memory.Allocate(new PageOptions { Node = Cxl1 })).Node);
        Assert.NotEqual(Cxl0, lab.Whereabouts(lab.Memory.Allocate(new PageOptions { Node = Cxl0 })).Node);
        lab.Memory.Online(Cxl0);
        Assert.Equal(Cxl0, lab.Whereabouts(lab.Memory.Allocate(new PageOptions { Node = Cxl0 })).Node);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void Pages_that_find_no_room_elsewhere_cancel_off_lining_and_all_stay()
    {
        using MemoryLab<Descending> lab = new(watermarks: true);
        PageId[] pages = lab.NewPages(60, domain: Descending.Domains.NoDisk);
        OfflineResult result = lab.Memory.Offline(Cxl0);
        Assert.False(result.IsOffline);
        Assert.Equal($"{result.PagesInTheWay} find no room on other nodes", result.Reason);
        Assert.True(lab.Memory.Nodes[Cxl0].IsOnline);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void Pages_whose_domain_allows_no_other_node_cancel_off_lining_and_the_reason_is_told()
    {
        using MemoryLab<Descending> lab = new();
        PageId page = lab.NewPage(1, domain: Descending.Domains.OneNode, node: Cxl0);
        OfflineResult result = lab.Memory.Offline(Cxl0);
        Assert.Equal(new OfflineResult(false, 0, 1, "1 may not leave the nodes of their domain"), result);
        Assert.Equal(1, lab.Read(page));
        Assert.Equal(Cxl0, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void A_writer_whose_node_goes_off_line_takes_the_page_along()
    {
        // Nodes of unequal size: a frame's number on one means nothing on the other.
        using MemoryLab<Descending> lab = new(options => options.Capacities["Dram"] = 200 * 4096);
        lab.NewPages(100);
        PageId page = lab.NewPage(1, node: Cxl0);
        lab.Settle();
        using (WriteLease lease = lab.Memory.Write(page))
        {
            Assert.False(lab.Memory.Offline(Cxl0).IsOffline);
            Contents.Fill(lease.Span, 2);
        }

        Assert.Equal("", lab.Memory.Offline(Cxl0).Reason);
        Assert.Equal(2, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void Demotion_spreads_over_equally_near_targets()
    {
        using MemoryLab<Descending> lab = new();
        lab.NewPages(40);
        Assert.True(lab.Memory.Nodes[Cxl0].PagesInUse > 0);
        Assert.True(lab.Memory.Nodes[Cxl1].PagesInUse > 0);
    }

    [Fact]
    public void Under_order_exclusive_no_two_nodes_share_a_target()
    {
        using MemoryLab<DescendingExclusive> lab = new();
        int[] targets = [.. Enumerable.Range(0, 4).Select(lab.Memory.NextDemotionNode).Where(node => node >= 0)];
        Assert.Equal(targets.Distinct(), targets);
    }
}
