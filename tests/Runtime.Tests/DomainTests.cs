using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class DomainTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void A_domain_never_holds_more_than_its_limit_and_others_are_not_touched_for_it()
    {
        using MemoryLab<Fenced> lab = new();
        PageId[] others = lab.NewPages(4);
        for (int i = 0; i < 20; i++)
        {
            lab.NewPage(i, domain: Fenced.Domains.Small);
            Assert.InRange(lab.Memory.Core.Domains[Fenced.Domains.Small.Value].Pages, 0, 8);
        }

        Assert.All(others, page => Assert.False(lab.Whereabouts(page).WasPagedIn));
    }

    [Fact]
    public void A_page_that_is_swapped_in_is_charged_again()
    {
        using MemoryLab<Fenced> lab = new();
        PageId[] pages = lab.NewPages(12, domain: Fenced.Domains.Small);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), pages.Select(lab.Read));
        Assert.Equal(8, lab.Memory.Core.Domains[Fenced.Domains.Small.Value].Pages);
        Array.ForEach(pages, lab.Memory.Free);
        Assert.Equal(0, lab.Memory.Core.Domains[Fenced.Domains.Small.Value].Pages);
    }

    [Fact]
    public void A_domain_at_its_limit_whose_pages_cannot_leave_fails_and_says_so()
    {
        using MemoryLab<Fenced> lab = new(options => options.SwapCapacity = 4096);
        lab.NewPages(9, domain: Fenced.Domains.Small);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.NewPage(9, domain: Fenced.Domains.Small));
        Assert.Contains("Domain 'Small' is at its limit of 8 pages", error.Message, StringComparison.Ordinal);
        lab.NewPage(9);
    }

    [Fact]
    public void The_pages_of_a_domain_that_opted_out_are_swapped_and_not_demoted()
    {
        using MemoryLab<Fenced> lab = new();
        lab.NewPages(20, domain: Fenced.Domains.OptedOut);
        Assert.Equal(0, lab.Total("pgdemote_direct"));
        Assert.Equal(4, lab.Total("pswpout"));
    }

    [Fact]
    public void The_nodes_of_a_domain_are_never_left_by_allocation_demotion_fallback_or_request()
    {
        using MemoryLab<Fenced> lab = new(options => options.Reclaim = ReclaimMode.Migrate);
        PageId[] pages = lab.NewPages(40, domain: Fenced.Domains.FastOnly);
        Assert.Equal(0, lab.Memory.Nodes[Cxl].PagesInUse);
        Assert.Equal(new MigrationResult(40, 0), lab.Memory.Migrate(pages, Cxl));
        lab.Memory.Reclaim(40 * 4096);
        Assert.Equal(0, lab.Memory.Nodes[Cxl].PagesInUse);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), pages.Select(lab.Read));
        Assert.Equal(Dram, lab.Whereabouts(lab.NewPage(1, domain: Fenced.Domains.FastOnly, node: Cxl)).Node);
        Assert.Equal(0, lab.Memory.Nodes[Cxl].PagesInUse);
    }

    [Fact]
    public void A_frame_that_another_domain_has_used_is_zeroed()
    {
        using MemoryLab<Fenced> lab = new();
        PageId[] secret = [.. Enumerable.Range(0, 16).Select(_ => lab.NewPage(-1, domain: Fenced.Domains.FastOnly))];
        Array.ForEach(secret, lab.Memory.Free);
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(0, lab.Read(lab.Memory.Allocate(new PageOptions { Domain = Fenced.Domains.OptedOut })));
        }
    }

    [Fact]
    public void A_domain_that_the_policy_has_not_is_refused()
    {
        using MemoryLab<Fenced> lab = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => lab.Memory.Allocate(new PageOptions { Domain = new DomainId(9) }));
    }
}
