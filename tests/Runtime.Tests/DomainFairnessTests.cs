using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>A node that is short of room takes of each domain in proportion to what it has there, whatever the aging.</summary>
public class DomainFairnessTests
{
    private const int Large = 1;
    private const int Little = 2;

    [Fact]
    public void Under_twolist_a_node_takes_of_each_domain_in_proportion() => TakesInProportion<Shared>();

    [Fact]
    public void Under_lru_a_node_takes_of_each_domain_in_proportion() => TakesInProportion<SharedLru>();

    [Fact]
    public void Under_s3fifo_a_node_takes_of_each_domain_in_proportion() => TakesInProportion<SharedS3Fifo>();

    [Fact]
    public void Under_twolist_not_even_a_single_page_is_spared_for_its_domain_being_small() => SparesNobody<Shared>();

    [Fact]
    public void Under_lru_not_even_a_single_page_is_spared_for_its_domain_being_small() => SparesNobody<SharedLru>();

    [Fact]
    public void Under_s3fifo_not_even_a_single_page_is_spared_for_its_domain_being_small() => SparesNobody<SharedS3Fifo>();

    [Fact]
    public void A_large_request_is_shared_as_a_single_page_is_to_within_a_cluster_or_two()
    {
        using MemoryLab<Shared> lab = new(options =>
        {
            options.Capacities["Dram"] = 4000 * 4096;
            options.SwapCapacity = 4000 * 4096;
        });
        Fill(lab, Large, 3000);
        Fill(lab, Little, 1000);
        Assert.Equal(2000 * 4096, lab.Memory.Reclaim(2000 * 4096));
        Assert.InRange(lab.Memory.Core.Domains[Little].Pages, 436, 564);
    }

    [Fact]
    public void Who_comes_late_does_not_pay_for_the_time_before()
    {
        using MemoryLab<Shared> lab = new(options => options.Capacities["Dram"] = 64 * 4096);
        Fill(lab, Large, 1000);
        Fill(lab, Little, 16);
        Assert.InRange(lab.Memory.Core.Domains[Little].Pages, 13, 16);
    }

    [Fact]
    public void A_domain_at_its_limit_scans_none_but_its_own_pages()
    {
        using MemoryLab<Fenced> lab = new(options => options.Capacities["Dram"] = 4096 * 4096);
        for (int i = 0; i < 4000; i++)
        {
            lab.Memory.Allocate();
        }

        for (int i = 0; i < 100; i++)
        {
            lab.Memory.Allocate(new PageOptions { Domain = Fenced.Domains.Small });
        }

        // One for each page beyond the limit of eight.
        Assert.Equal(92, lab.Total("pgscan_direct"));
        Assert.Equal(92, lab.Total("pgsteal_direct"));
    }

    private static void TakesInProportion<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new(options => options.Capacities["Dram"] = 64 * 4096);
        Fill(lab, Large, 48);
        Fill(lab, Little, 16);
        Fill(lab, 0, 16);
        Assert.InRange(lab.Memory.Core.Domains[Large].Pages, 34, 38);
        Assert.InRange(lab.Memory.Core.Domains[Little].Pages, 11, 13);
    }

    private static void SparesNobody<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new(options => options.Capacities["Dram"] = 64 * 4096);
        Fill(lab, Little, 1);
        Fill(lab, Large, 63 + 64);
        Assert.Equal((0, 64), (lab.Memory.Core.Domains[Little].Pages, lab.Memory.Core.Domains[Large].Pages));
    }

    private static void Fill<TPolicy>(MemoryLab<TPolicy> lab, int domain, int pages)
        where TPolicy : struct, ITierPolicy
    {
        for (int i = 0; i < pages; i++)
        {
            lab.Memory.Allocate(new PageOptions { Domain = new DomainId(domain) });
        }
    }
}
