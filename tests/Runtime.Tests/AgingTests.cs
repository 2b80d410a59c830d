using System.Globalization;
using TierPolicy.AgingAlgorithms;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;
using Xunit.Abstractions;

namespace TierPolicy.Runtime.Tests;

/// <summary>Runs real traces through the engine and compares its store reads with what libCacheSim makes of the same traces (<c>shared/traces</c>).</summary>
public class AgingTests(ITestOutputHelper output)
{
    private const int Dram = 0;

    /// <summary>The larger traces take too long for every run.</summary>
    private const int MaxTraceBytes = 60_000;

    [Fact]
    public void Lru_misses_exactly_what_libCacheSim_misses() => Compare<AgingLru>("lru", tolerance: 0.00005);

    [Fact]
    public void Clock_misses_exactly_what_libCacheSim_misses() => Compare<AgingClock>("clock", tolerance: 0.00005);

    [Fact]
    public void Sieve_misses_exactly_what_libCacheSim_misses() => Compare<AgingSieve>("sieve", tolerance: 0.00005);

    /// <remarks>
    /// libCacheSim does not cache at all when its small queue holds fewer than two objects; such rows are left out.
    /// </remarks>
    [Fact]
    public void S3_fifo_misses_what_libCacheSim_misses_within_two_thousandths() => Compare<AgingS3Fifo>("s3fifo", tolerance: 0.002, smallest: 20);

    [Fact]
    public void Two_levels_of_lru_hit_promote_demote_and_drop_exactly_as_often_as_the_published_model()
    {
        foreach (Dictionary<string, string> row in Rows("two-tier-lru.csv"))
        {
            if (Load(row["trace"]) is not long[] trace)
            {
                continue;
            }

            using MemoryLab<DemotingLru> lab = new(options =>
            {
                options.Capacities["Dram"] = Number(row["top_pages"]) * 4096;
                options.Capacities["Cxl"] = Number(row["low_pages"]) * 4096;
            });
            Replay(lab, trace);
            string Share(long count) => (count / (double)trace.Length).ToString("F4", CultureInfo.InvariantCulture);
            Assert.Equal(
                (row["backend_miss"], row["promotions_per_req"], row["demotions_per_req"]),
                (Share(lab.Store.Reads), Share(lab.Count("pgpromote_success", Dram)), Share(lab.Total("pgdemote_direct") + lab.Total("pgdemote_kswapd"))));
            lab.AssertBalanced();
        }
    }

    [Fact]
    public void Pages_that_cannot_leave_do_not_keep_others_from_it_whatever_the_aging()
    {
        MakesRoomBesidePinned<AgingLru>();
        MakesRoomBesidePinned<AgingClock>();
        MakesRoomBesidePinned<AgingSieve>();
        MakesRoomBesidePinned<AgingS3Fifo>();
    }

    private static void MakesRoomBesidePinned<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new();
        Queue<PinnedPage> pins = new();
        for (long key = 0; key < 200; key++)
        {
            pins.Enqueue(lab.Memory.Pin(lab.Memory.AllocateFile(key)));
            Assert.Equal(1000 + key, lab.Read(lab.Memory.AllocateFile(1000 + key)));
            if (pins.Count == 6)
            {
                pins.Dequeue().Dispose();
            }
        }

        Assert.All(pins, static pin => pin.Dispose());
        lab.AssertBalanced();
    }

    [Fact]
    public void A_page_that_was_read_outlives_one_that_was_not_whatever_the_aging()
    {
        OutlivesUnread<AgingLru>();
        OutlivesUnread<AgingClock>();
        OutlivesUnread<AgingSieve>();
        OutlivesUnread<AgingS3Fifo>();
    }

    private static void OutlivesUnread<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 17).Select(key => lab.Memory.AllocateFile(key))];
        foreach (PageId page in pages[..16])
        {
            lab.Read(page);
        }

        for (int i = 0; i < 3; i++)
        {
            lab.Read(pages[0]);
        }

        lab.Read(pages[16]);
        long reads = lab.Store.Reads;
        lab.Read(pages[0]);
        Assert.Equal(reads, lab.Store.Reads);
        lab.AssertBalanced();
    }

    [Fact]
    public void A_search_for_a_victim_looks_at_no_more_pages_than_it_may_and_the_next_one_goes_on_from_there_whatever_the_aging()
    {
        SearchesInParts<AgingLru>();
        SearchesInParts<AgingClock>();
        SearchesInParts<AgingSieve>();
        SearchesInParts<AgingS3Fifo>();
    }

    private static void SearchesInParts<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        const int Looks = 50;
        using MemoryLab<TPolicy> lab = new(options => options.Capacities["Dram"] = 400 * 4096);
        lab.NewPages(200);
        PageId[] file = [.. Enumerable.Range(0, 200).Select(key => lab.Memory.AllocateFile(key))];
        foreach (PageId page in Enumerable.Repeat(file, 4).SelectMany(static pages => pages))
        {
            lab.Read(page);
        }

        // Past all anonymous pages, which it may not take, and most often past the others too, which are in use.
        Node dram = lab.Memory.Core.Nodes[Dram];
        uint victim = PageTable.None;
        int searches = 0;
        for (; victim == PageTable.None; searches++)
        {
            int looks = Looks;
            lock (dram.Lock)
            {
                victim = dram.Lists.FindVictim(new VictimFilter(Anon: false), ref looks);
            }

            Assert.True(victim == PageTable.None ? looks == 0 : looks is >= 0 and < Looks);
            Assert.True(searches < 100);
        }

        Assert.Equal(file[0].Index, victim);
        Assert.True(searches > 200 / Looks);
    }

    private void Compare<TPolicy>(string algorithm, double tolerance, long smallest = 1)
        where TPolicy : struct, ITierPolicy
    {
        List<string> wrong = [];
        foreach (Dictionary<string, string> row in Rows("libcachesim-miss-ratio.csv"))
        {
            long capacity = Number(row["cache_objects"]);
            if (capacity < smallest || Load(row["trace"]) is not long[] trace)
            {
                continue;
            }

            using MemoryLab<TPolicy> lab = new(options => options.Capacities["Dram"] = capacity * 4096);
            Replay(lab, trace);
            double theirs = double.Parse(row[algorithm], CultureInfo.InvariantCulture);
            double ours = lab.Store.Reads / (double)trace.Length;
            string line = FormattableString.Invariant($"{row["trace"],-16} {capacity,6} {algorithm,-7} ours {ours:F6} theirs {theirs:F4}");
            output.WriteLine(line);

            // Four digits are given: half a unit of the last is rounding.
            if (Math.Abs(ours - theirs) > tolerance + 1e-9)
            {
                wrong.Add(line);
            }

            lab.AssertBalanced();
        }

        Assert.Empty(wrong);
    }

    private static void Replay<TPolicy>(MemoryLab<TPolicy> lab, long[] trace)
        where TPolicy : struct, ITierPolicy
    {
        Dictionary<long, PageId> pages = [];
        foreach (long key in trace)
        {
            if (!pages.TryGetValue(key, out PageId page))
            {
                page = lab.Memory.AllocateFile(key);
                pages.Add(key, page);
            }

            using ReadLease lease = lab.Memory.Read(page);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        if (SharedTraces.Find(name) is not string path)
        {
            output.WriteLine($"Nothing was tested: there is no shared/traces/{name} here.");
            yield break;
        }

        string[] lines = File.ReadAllLines(path);
        string[] columns = lines[0].Split(',');
        foreach (string line in lines[1..])
        {
            yield return columns.Zip(line.Split(',')).ToDictionary(static pair => pair.First, static pair => pair.Second);
        }
    }

    private static long[]? Load(string trace) =>
        SharedTraces.Load(trace, MaxTraceBytes) is TraceRequest[] requests ? [.. requests.Select(static request => request.Page)] : null;
}
