using TierPolicy.Engine;
using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>The nodes of a domain are never left: each path on which a page gets a place is tried, one by one and then in any order.</summary>
public class DomainNodesTests
{
    private const int Dram0 = 0;
    private const int Dram1 = 1;
    private const int Cxl0 = 2;
    private const int Cxl1 = 3;
    private const int Zram = 4;
    private const int Ssd = 5;

    private static DomainId Inner => Bounded.Domains.Inner;

    [Fact]
    public void By_allocation_wherever_it_is_asked_for()
    {
        using MemoryLab<Bounded> lab = new();
        foreach (int? node in new int?[] { null, Dram0, Dram1, Cxl0, Cxl1 })
        {
            lab.NewPage(1, domain: Inner, node: node);
            AssertWithinDomains(lab);
        }
    }

    [Fact]
    public void By_falling_back_and_by_demotion_when_all_of_its_nodes_fill_up()
    {
        using MemoryLab<Bounded> lab = new(watermarks: true);
        for (int i = 0; i < 150; i++)
        {
            lab.NewPage(i, domain: Inner);
            AssertWithinDomains(lab);
        }

        // They were filled, the last one too, and nothing else was.
        Assert.All([Dram1, Cxl1, Ssd], node => Assert.True(lab.Memory.Nodes[node].PagesInUse > 0));
        Assert.All([Dram0, Cxl0, Zram], node => Assert.Equal(0, lab.Memory.Nodes[node].PagesInUse));
        Assert.True(lab.Memory.SwapPagesInUse > 0);
    }

    [Fact]
    public void By_coming_up_from_swap_store_and_file_to_a_reader_next_to_another_node()
    {
        using MemoryLab<Bounded> lab = new();
        PageId swapped = lab.NewPage(1, domain: Inner);
        PageId stored = lab.Memory.AllocateFile(2, new PageOptions { Domain = Inner });
        PageId filed = lab.NewPage(3, domain: Inner);
        Assert.Equal(1, lab.Memory.PageOut([swapped]));
        Assert.Equal(1, lab.Memory.Migrate([filed], Ssd).Succeeded);
        Assert.Equal([1L, 2, 3], new[] { swapped, stored, filed }.Select(lab.Read));
        Assert.All([swapped, stored, filed], page => Assert.Equal(Dram1, lab.Whereabouts(page).Node));
    }

    [Fact]
    public void By_promotion_whose_rule_names_a_node_that_is_not_allowed()
    {
        using MemoryLab<Bounded> lab = new();
        PageId page = lab.NewPage(1, domain: Inner, node: Cxl1);
        lab.Read(page);
        lab.Read(page);
        Assert.Equal((Dram1, 1L), (lab.Whereabouts(page).Node, lab.Total("pgpromote_success")));
    }

    [Fact]
    public void By_request()
    {
        using MemoryLab<Bounded> lab = new();
        PageId page = lab.NewPage(1, domain: Inner);
        Assert.All([Dram0, Cxl0, Zram], node => Assert.Equal(new MigrationResult(1, 0), lab.Memory.Migrate([page], node)));
        Assert.All([Cxl1, Ssd], node => Assert.Equal(new MigrationResult(0, 1), lab.Memory.Migrate([page], node)));
        AssertWithinDomains(lab);
    }

    [Fact]
    public void By_proactive_reclaim_of_either_sort_and_by_paging_out()
    {
        using MemoryLab<Bounded> lab = new();
        PageId[] pages = lab.NewPages(10, domain: Inner);
        lab.Memory.Reclaim(4 * 4096);
        AssertWithinDomains(lab);
        for (int second = 0; second < 5; second++)
        {
            lab.Time.Advance(TimeSpan.FromSeconds(1));
            lab.Memory.Reclaim(0);
            AssertWithinDomains(lab);
        }

        Assert.Equal(10, lab.Memory.Nodes[Ssd].PagesInUse);
        lab.Memory.PageOut(pages);
        Assert.Equal(10, lab.Memory.SwapPagesInUse);
    }

    [Fact]
    public void By_going_off_line_of_the_node_that_it_is_on()
    {
        using MemoryLab<Bounded> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 10).Select(i => lab.NewPage(i, domain: Inner, node: Cxl1))];
        Assert.Equal(new OfflineResult(true, 10, 0, ""), lab.Memory.Offline(Cxl1));
        AssertWithinDomains(lab);
        Assert.Equal(10, lab.Memory.Nodes[Dram1].PagesInUse);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void By_a_writers_copy_for_which_its_node_gives_no_frame()
    {
        using MemoryLab<Bounded> lab = new();
        PageId page = lab.NewPage(1, domain: Inner, node: Cxl1);
        lab.Settle();
        lab.Memory.Core.Nodes[Cxl1].Frames.Close();
        lab.Write(page, 2);
        lab.Memory.Core.Nodes[Cxl1].Frames.Open();
        Assert.Equal((Dram1, false), lab.Whereabouts(page));
        Assert.Equal(2, lab.Read(page));
    }

    [Fact]
    public void By_the_buffers_of_a_pool_and_the_pages_of_an_array()
    {
        using MemoryLab<Bounded> lab = new();
        PageOptions options = new() { Domain = Inner };
        using TieredMemoryPool<Bounded> pool = new(lab.Memory, options);
        using System.Buffers.IMemoryOwner<byte> buffer = pool.Rent();
        using TieredArray<long, Bounded> array = new(lab.Memory, 60 * 512, options);
        for (long i = 0; i < array.Length; i += 512)
        {
            array.CopyFrom(i, [i]);
            AssertWithinDomains(lab);
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i * 512L), array.Enumerate().Where((_, i) => i % 512 == 0));
        AssertWithinDomains(lab);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    [InlineData(true, 4)]
    public void By_any_sequence_of_all_that(bool watermarks, int seed)
    {
        AnySequence<Bounded>(watermarks, seed);
        AnySequence<BoundedS3Fifo>(watermarks, seed);
    }

    private static void AnySequence<TPolicy>(bool watermarks, int seed)
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new(watermarks: watermarks);
        Random random = new(seed);
        List<(PageId Page, long Value)> pages = [];
        for (int i = 0; i < 4000; i++)
        {
            int index = random.Next(Math.Max(1, pages.Count));
            switch (random.Next(12))
            {
                case 0 or 1 when pages.Count < 160:
                    PageOptions options = new() { Domain = new DomainId(random.Next(4)), Node = random.Next(2) == 0 ? null : random.Next(4) };
                    bool isFile = random.Next(2) == 0;
                    long key = lab.Store.NewKey();
                    pages.Add(isFile ? (lab.Memory.AllocateFile(key, options), key) : (lab.Memory.Allocate(options), 0));
                    break;
                case 2 when pages.Count > 100:
                    lab.Memory.Free(pages[index].Page);
                    pages.RemoveAt(index);
                    break;
                case 3 or 4 when pages.Count > 0:
                    lab.Write(pages[index].Page, i);
                    pages[index] = (pages[index].Page, i);
                    break;
                case 5:
                    lab.Memory.Migrate([.. pages.Skip(index).Take(8).Select(page => page.Page)], random.Next(6));
                    break;
                case 6:
                    lab.Memory.PageOut([.. pages.Skip(index).Take(4).Select(page => page.Page)]);
                    break;
                case 7:
                    lab.Memory.Reclaim(random.Next(8) * 4096);
                    break;
                case 8:
                    lab.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1500)));
                    break;
                case 9:
                    lab.Memory.Offline(random.Next(Cxl0, Cxl1 + 1));
                    break;
                case 10:
                    lab.Memory.Online(random.Next(Cxl0, Cxl1 + 1));
                    break;
                default:
                    if (pages.Count > 0)
                    {
                        Assert.Equal(pages[index].Value, lab.Read(pages[index].Page));
                    }

                    break;
            }

            AssertWithinDomains(lab);
        }

        Assert.All(pages, page => Assert.Equal(page.Value, lab.Read(page.Page)));
        lab.AssertBalanced();
    }

    /// <summary>Each page, whoever made it, is on a node of its domain, or on none.</summary>
    private static void AssertWithinDomains<TPolicy>(MemoryLab<TPolicy> lab)
        where TPolicy : struct, ITierPolicy
    {
        MemoryCore core = lab.Memory.Core;
        for (uint i = 0; i < core.Pages.Length; i++)
        {
            ref PageDescriptor page = ref core.Pages[i];
            Place place = page.State.Place;
            if (place.IsNode && (core.Domains[page.Domain].Nodes & (1UL << place.Node)) == 0)
            {
                Assert.Fail($"A page of domain '{core.Domains[page.Domain].Name}' is on node '{core.Nodes[place.Node].Name}'.");
            }
        }
    }
}
