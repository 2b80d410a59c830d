using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Proactive rules: pages leave without pressure, once an aging period (a second here) is over.</summary>
public class ProactiveTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void A_page_for_which_a_proactive_rule_holds_is_demoted_without_pressure_and_counted()
    {
        using MemoryLab<Tidy> lab = new();
        PageId page = lab.Memory.Allocate();
        Pass(lab, seconds: 4);
        Assert.Equal(0, lab.Total("pgscan_proactive"));
        Pass(lab, seconds: 1);
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
        Assert.Equal((1, 1, 1), (lab.Count("pgscan_proactive"), lab.Count("pgsteal_proactive"), lab.Count("pgdemote_proactive")));
        Assert.Equal((0, 0), (lab.Total("pgdemote_kswapd"), lab.Total("pgdemote_direct")));
        lab.AssertBalanced();
    }

    [Fact]
    public void What_was_due_before_an_access_is_done_before_it()
    {
        using MemoryLab<Tidy> lab = new();
        PageId page = lab.Memory.Allocate();
        lab.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void A_page_that_is_used_in_time_stays()
    {
        using MemoryLab<Tidy> lab = new();
        PageId page = lab.NewPage(1);
        for (int i = 0; i < 10; i++)
        {
            lab.Time.Advance(TimeSpan.FromSeconds(4));
            Assert.Equal(Dram, lab.Whereabouts(page).Node);
        }

        Assert.Equal(0, lab.Total("pgscan_proactive"));
    }

    [Fact]
    public void A_page_that_was_referenced_gets_its_second_chance_for_one_period()
    {
        using MemoryLab<Tidy> lab = new();
        PageId page = lab.NewPage(1);
        Pass(lab, seconds: 5);
        Assert.Equal((1, 0, 1), (lab.Count("pgscan_proactive"), lab.Count("pgsteal_proactive"), lab.Count("pgactivate")));
        Pass(lab, seconds: 1);
        Assert.Equal(1, lab.Count("pgdemote_proactive"));
        Assert.Equal(1, lab.Read(page));
    }

    [Fact]
    public void The_reclaim_rules_have_the_last_word()
    {
        using MemoryLab<Tidy> lab = new();
        lab.Memory.Allocate(new PageOptions { Tag = 1 });
        Pass(lab, seconds: 5);
        Assert.Equal((1, 0), (lab.Count("pgscan_proactive"), lab.Count("pgsteal_proactive")));
        Assert.Equal(1, lab.Memory.Nodes[Dram].PagesInUse);
    }

    [Fact]
    public void Without_the_Migrate_bit_they_are_reclaimed_and_not_demoted()
    {
        using MemoryLab<Tidy> lab = new(options => options.Reclaim = ReclaimMode.Zone);
        lab.Memory.Allocate();
        Pass(lab, seconds: 5);
        Assert.Equal((0, 1, 1), (lab.Total("pgdemote_proactive"), lab.Total("pgsteal_proactive"), lab.Total("pswpout")));
    }

    [Fact]
    public void A_page_whose_demotion_fails_stays_since_there_is_no_second_pass()
    {
        using MemoryLab<Tidy> lab = new(options => options.Capacities["Cxl"] = 4096);
        using PinnedPage pin = lab.Memory.Pin(lab.NewPage(99, node: Cxl));
        PageId page = lab.Memory.Allocate();
        Pass(lab, seconds: 5);
        Pass(lab, seconds: 5);
        Assert.Equal((2, 0, 0), (lab.Count("pgscan_proactive"), lab.Total("pgsteal_proactive"), lab.Total("pswpout")));
        Assert.Equal(Dram, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void A_rate_limit_holds_pages_back_and_those_that_are_kept_do_not_use_it_up()
    {
        using MemoryLab<Tidy> lab = new();
        for (int i = 0; i < 3; i++)
        {
            lab.Memory.Allocate(new PageOptions { Tag = 3, Node = Cxl });
            lab.Memory.Allocate(new PageOptions { Tag = 2, Node = Cxl });
        }

        for (int second = 1; second <= 4; second++)
        {
            Pass(lab, seconds: 1);
            Assert.Equal(Math.Min(second, 3), lab.Count("pgsteal_proactive", Cxl));
        }

        Assert.Equal(3, lab.Memory.Nodes[Cxl].PagesInUse);
    }

    [Fact]
    public void Whom_a_rate_limit_held_back_comes_first_the_next_time()
    {
        using MemoryLab<Tidy> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 3).Select(_ => lab.Memory.Allocate(new PageOptions { Tag = 4 }))];
        List<PageId> left = [];
        for (int second = 0; second < 6; second++)
        {
            Pass(lab, seconds: 1);
            PageId gone = Assert.Single(pages, page => lab.Memory.Migrate([page], Dram).Succeeded == 1);
            left.Add(gone);
        }

        Assert.Equal([.. pages, .. pages], left);
    }

    [Fact]
    public void A_predicate_that_throws_leaves_the_page_alone()
    {
        using MemoryLab<ProbedProactively> lab = new();
        lab.Memory.Allocate();
        Probe.Reset(new InvalidOperationException("no idea"));
        Pass(lab, seconds: 1);
        Assert.Equal(0, lab.Total("pgscan_proactive"));
        Probe.Reset();
        Pass(lab, seconds: 1);
        Assert.Equal(1, lab.Total("pgdemote_proactive"));
    }

    [Fact]
    public void Neither_the_nodes_of_a_domain_nor_its_opting_out_are_passed_over()
    {
        using MemoryLab<Tidy> lab = new();
        lab.Memory.Allocate(new PageOptions { Domain = Tidy.Domains.FastOnly });
        lab.Memory.Allocate(new PageOptions { Domain = Tidy.Domains.OptedOut });
        Pass(lab, seconds: 5);
        Assert.Equal((0, 2, 2), (lab.Total("pgdemote_proactive"), lab.Total("pgsteal_proactive"), lab.Total("pswpout")));
    }

    [Fact]
    public void With_threads_it_is_done_in_the_background_at_each_tick_of_the_programs_clock()
    {
        using MemoryLab<Tidy> lab = new(options => options.Background = BackgroundWork.Threads);
        PageId page = lab.Memory.Allocate();
        lab.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(SpinWait.SpinUntil(() => lab.Count("pgdemote_proactive") == 1, TimeSpan.FromSeconds(30)));
        Assert.Equal(Cxl, lab.Whereabouts(page).Node);
    }

    [Fact]
    public void A_dirty_file_page_is_written_back_and_dropped()
    {
        using MemoryLab<Restless> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        lab.Write(page, 8);
        lab.Memory.Migrate([page], Cxl);
        Pass(lab, seconds: 5);
        Pass(lab, seconds: 5);
        Assert.Equal(8, lab.Store.Stored(7));
        Assert.Equal(0, lab.Memory.Nodes.Sum(node => node.PagesInUse));
        Assert.Equal(8, lab.Read(page));
    }

    /// <summary>Lets time pass, and something be asked of the memory, which finds what is due.</summary>
    private static void Pass<TPolicy>(MemoryLab<TPolicy> lab, int seconds)
        where TPolicy : struct, ITierPolicy
    {
        lab.Time.Advance(TimeSpan.FromSeconds(seconds));
        lab.Memory.Reclaim(0);
    }
}
