using TierPolicy.AdmissionControl;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class AdmissionTests
{
    private const int Fast = 0;
    private const int Middle = 1;
    private const int Disk = 2;

    [Fact]
    public void Where_the_store_costs_nothing_next_to_nothing_is_demoted_and_where_it_costs_much_all_that_comes_back_is()
    {
        // Pages come back after 63 others: fast and middle memory together hold 80.
        TraceRequest[] trace = Loop(pages: 64, rounds: 200);
        VirtualResult free = VirtualRun<WithMiddleAdaptiveLru>.Replay(trace, 64, 0, [0.25, 1], watermarks: false);
        VirtualResult slow = VirtualRun<WithMiddleAdaptiveLru>.Replay(trace, 64, 80_000, [0.25, 1], watermarks: false);
        Assert.InRange(free.Demotions, 1, trace.Length / 100);
        Assert.InRange(slow.StoreReads, 64, 128);
    }

    [Fact]
    public void Of_a_loop_that_does_not_fit_as_much_is_kept_below_as_fits_instead_of_each_page_pushing_out_the_one_before()
    {
        TraceRequest[] trace = Loop(pages: 320, rounds: 100);
        VirtualResult always = VirtualRun<WithMiddleAlwaysLru>.Replay(trace, 320, 80_000, [0.1, 0.4], watermarks: false);
        VirtualResult adaptive = VirtualRun<WithMiddleAdaptiveLru>.Replay(trace, 320, 80_000, [0.1, 0.4], watermarks: false);
        Assert.Equal(trace.Length, always.StoreReads);
        Assert.InRange(adaptive.StoreReads, 0.55 * trace.Length, 0.80 * trace.Length);
    }

    [Fact]
    public void A_workload_that_changes_is_learned_anew()
    {
        using MemoryLab<WithMiddleAdaptiveLru> lab = new();
        lab.Store.Latency = () => lab.Time.Advance(10_000);
        PageId[] pages = [.. Enumerable.Range(0, 20_000).Select(key => lab.Memory.AllocateFile(key))];

        // A scan that never comes back, a loop that the middle tier holds, and a scan again.
        Array.ForEach(pages[..9_000], page => lab.Read(page));
        Assert.Equal(0, Share(lab));
        for (int round = 0; round < 300; round++)
        {
            Array.ForEach(pages[9_000..9_050], page => lab.Read(page));
        }

        Assert.Equal(1, Share(lab));
        long reads = lab.Store.Reads;
        Array.ForEach(pages[9_000..9_050], page => lab.Read(page));
        Assert.Equal(reads, lab.Store.Reads);
        Array.ForEach(pages[9_050..], page => lab.Read(page));
        Assert.InRange(Share(lab), 0, 0.1);
        lab.AssertBalanced();
    }

    [Fact]
    public void What_one_tier_refuses_is_tried_on_the_next_lower_one_and_then_given_to_ordinary_reclaim()
    {
        using MemoryLab<AdaptiveOverDisk> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 400).Select(key => lab.Memory.AllocateFile(key))];

        // A loop that the middle tier cannot hold and the disk can.
        for (int round = 0; round < 20; round++)
        {
            Array.ForEach(pages, page => lab.Read(page));
        }

        AdaptiveAdmission admission = lab.Memory.Core.Admission!;
        Assert.InRange(admission.ShareOf(Fast, Middle), 0, 0.1);
        Assert.Equal(1, admission.ShareOf(Fast, Disk));
        long reads = lab.Store.Reads;
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Equal(reads, lab.Store.Reads);
        lab.AssertBalanced();
    }

    [Fact]
    public void A_page_that_ordinary_reclaim_cannot_take_is_demoted_whatever_it_pays()
    {
        // No swap: what is refused could not leave, and the program would be told that memory is full.
        using MemoryLab<AdaptiveWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(16 + 64);
        Assert.Equal(64, lab.Memory.Nodes[Middle].PagesInUse);
        Assert.Equal(Enumerable.Range(0, pages.Length).Select(static i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void The_same_accesses_on_the_same_clock_give_the_same_run()
    {
        Random random = new(1);
        TraceRequest[] trace = [.. Enumerable.Range(0, 20_000).Select(_ => new TraceRequest((long)(500 * random.NextDouble() * random.NextDouble()), random.Next(4) == 0))];
        VirtualResult one = VirtualRun<WithMiddleAdaptive>.Replay(trace, 500, 10_000, [0.1, 0.2], watermarks: true);
        Assert.Equal(one, VirtualRun<WithMiddleAdaptive>.Replay(trace, 500, 10_000, [0.1, 0.2], watermarks: true));
    }

    /// <summary>Against a list that is kept the plain way.</summary>
    [Fact]
    public void Ghosts_know_which_pages_a_tier_would_have_held()
    {
        const int Capacity = 20;
        Random random = new(3);
        GhostOrder ghosts = new(Capacity);
        List<uint>[] held = [.. Enumerable.Range(0, GhostOrder.Shares).Select(static _ => new List<uint>())];
        long[] hits = new long[GhostOrder.Shares];
        for (int step = 0; step < 400; step++)
        {
            uint page = (uint)random.Next(60);
            PageId id = new(page, 1);
            uint number = GhostOrder.NumberOf(id);
            ghosts.Return(id, saved: 1, savedWrite: 0);
            ghosts.Add(id, number, isWritten: false);
            for (int share = 0; share < GhostOrder.Shares && GhostOrder.IsIn(share, number); share++)
            {
                hits[share] += held[share].Remove(page) ? 1 : 0;
                held[share].Add(page);
                if (held[share].Count > Capacity)
                {
                    held[share].RemoveAt(0);
                }
            }
        }

        Assert.Equal(hits, ghosts.Windows.ToArray().Select(static window => (long)window.Hits));
        Assert.Equal(held.Select(static pages => pages.Count), ghosts.Windows.ToArray().Select(static window => window.Live));
    }

    private static double Share<TPolicy>(MemoryLab<TPolicy> lab)
        where TPolicy : struct, ITierPolicy => lab.Memory.Core.Admission!.ShareOf(Fast, Middle);

    private static TraceRequest[] Loop(int pages, int rounds) => [.. Enumerable.Range(0, pages * rounds).Select(i => new TraceRequest(i % pages, IsWrite: false))];
}
