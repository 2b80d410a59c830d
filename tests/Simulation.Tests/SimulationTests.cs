namespace TierPolicy.Simulation.Tests;

/// <summary>What a run promises besides what oracles say.</summary>
public class SimulationTests
{
    private static readonly SimulationSettings Sizes = new() { CapacityPages = new Dictionary<string, long> { ["Dram"] = 64, ["Cxl"] = 200 } };

    [Fact]
    public void Nodes_of_every_kind_are_simulated_whatever_their_size_and_hold_no_bytes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using ISimulation simulation = Simulator.Create(typeof(OfEverything), new SimulationSettings());
        simulation.Run(ChunkOf(Enumerable.Range(0, 1000).Select(static i => NumberedAccess.Create((uint)i, isWrite: true))));
        Assert.Equal(1000, simulation.Finish("").Nodes[0].PagesInUse);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Pages_go_down_through_devices_and_come_back_from_them()
    {
        SimulationSettings tiny = new() { CapacityPages = new[] { "Hbm", "Dram", "Cxl", "Pmem", "Dax", "Zram", "Ssd", "Away" }.ToDictionary(static name => name, static _ => 4L) };
        using ISimulation simulation = Simulator.Create(typeof(OfEverything), tiny);
        simulation.Run(ChunkOf(Numbers(400, 30, seed: 1)));
        SimulationResult result = simulation.Finish("");
        Assert.All(result.Nodes, static node => Assert.InRange(node.PagesInUse, 1, 4));
        Assert.Contains(result.Flows, static flow => flow is { From: "Away", Reason: FlowReason.PageIn });
        Assert.Equal(result.Accesses, result.StoreReads + result.Nodes.Sum(static node => node.Hits));
    }

    [Fact]
    public void Every_access_is_a_hit_a_read_of_store_or_swap_or_a_new_page_and_takes_what_the_topology_says()
    {
        SimulationResult result = Run(typeof(WritesGoDown), Sizes, Numbers(20_000, 400, seed: 3));
        Assert.Equal(result.Accesses, result.StoreReads + result.SwapReads + result.NewPages + result.Nodes.Sum(static node => node.Hits));
        Assert.Equal(result.Accesses, result.AccessTimes.Histogram.Sum(static bucket => bucket.Accesses));
        Assert.Equal(result.Nanoseconds, (long)Math.Round(result.AccessTimes.Mean * result.Accesses) + result.BackgroundNanoseconds);
        Assert.Equal((64 * 3 + 200 * 1) * 4096m / (1 << 30), result.CostPerHour);
        Assert.True(result.AccessTimes.P50 <= result.AccessTimes.P99 && result.AccessTimes.P99 <= result.AccessTimes.P999 && result.AccessTimes.P999 <= result.AccessTimes.Max);
    }

    [Fact]
    public void A_read_of_the_store_takes_its_latency_and_that_of_the_node_where_the_page_comes_to()
    {
        SimulationResult result = Run(typeof(WritesGoDown), Sizes, [new(0), new(0), new(0)]);
        Assert.Equal((1_100, 100), (result.AccessTimes.Max, result.AccessTimes.P50));
        Assert.Equal(1_300, result.Nanoseconds);
    }

    [Fact]
    public void The_same_run_gives_the_same_result()
    {
        NumberedAccess[] accesses = Numbers(50_000, 1000, seed: 4);
        SimulationResult first = Run(typeof(Balanced), Sizes, accesses, interval: 100_000);
        SimulationResult second = Run(typeof(Balanced), Sizes, accesses, interval: 100_000);
        Assert.True(first.Demotions > 0 && first.Promotions > 0 && first.BackgroundNanoseconds > 0);
        Assert.Equivalent(first with { Seconds = 0 }, second with { Seconds = 0 }, strict: true);
    }

    [Fact]
    public void Times_of_the_trace_are_the_clock_and_pages_age_by_them()
    {
        // Idle for milliseconds by the trace, some nanoseconds by their own cost: only then do they go down.
        NumberedAccess[] accesses = Numbers(5_000, 100, seed: 5);
        SimulationSettings sizes = Sizes with { CapacityPages = new Dictionary<string, long> { ["Dram"] = 64, ["Cxl"] = 200 } };
        SimulationResult result = Run(typeof(Balanced), sizes, accesses, interval: 1_000_000);
        Assert.InRange(result.Nanoseconds, 4_999_000_000, 5_000_000_000);
        Assert.True(result.Demotions > Run(typeof(Balanced), sizes, accesses).Demotions);
    }

    [Fact]
    public void Anonymous_pages_are_made_by_their_first_access_and_go_to_swap()
    {
        SimulationSettings sizes = Sizes with { SwapPages = 1000, Reclaim = ReclaimMode.None };
        NumberedAccess[] accesses = Numbers(2_000, 500, seed: 6);
        using ISimulation simulation = Simulator.Create(typeof(WritesGoDown), sizes);
        simulation.Run(new TraceChunk { Accesses = accesses, Count = accesses.Length, NewPages = [.. Enumerable.Repeat(new PageFacts(IsAnon: true, 0, 0), 500)] });
        SimulationResult result = simulation.Finish("");
        Assert.Equal(result.Pages, result.NewPages);
        Assert.Equal(0, result.StoreReads);
        Assert.True(result.SwapReads > 0 && result.SwapWrites >= result.SwapReads);
    }

    [Fact]
    public void What_finds_no_room_is_told_with_where_the_run_was()
    {
        SimulationSettings sizes = Sizes with { SwapPages = 1, Reclaim = ReclaimMode.None };
        NumberedAccess[] accesses = [.. Enumerable.Range(0, 400).Select(static i => NumberedAccess.Create((uint)i, isWrite: true))];
        TraceChunk chunk = new() { Accesses = accesses, Count = accesses.Length, NewPages = [.. Enumerable.Repeat(new PageFacts(IsAnon: true, 0, 0), 400)] };
        using ISimulation simulation = Simulator.Create(typeof(WritesGoDown), sizes);
        SimulationException error = Assert.Throws<SimulationException>(() => Simulator.Run(simulation, [chunk], progress: null));
        Assert.StartsWith("After 0 accesses there is no room for a page", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_name_no_node_are_refused()
    {
        SimulationException error = Assert.Throws<SimulationException>(() => Simulator.Create(typeof(Balanced), new SimulationSettings { CapacityPages = new Dictionary<string, long> { ["Dramm"] = 1 } }));
        Assert.Contains("Dramm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_a_long_run_are_bounded_and_cover_all_of_it()
    {
        using ISimulation simulation = Simulator.Create(typeof(WritesGoDown), Sizes);
        for (int i = 0; i < 1500; i++)
        {
            simulation.Run(ChunkOf(Enumerable.Repeat(new NumberedAccess(0), TraceChunk.Length)));
        }

        IReadOnlyList<OccupancySample> samples = simulation.Finish("").Occupancy;
        Assert.InRange(samples.Count, 256, 513);
        Assert.Equal(0, samples[0].Accesses);
        Assert.Equal(1500L * TraceChunk.Length, samples[^1].Accesses);
        Assert.Equal(samples.Select(static sample => sample.Accesses).Order(), samples.Select(static sample => sample.Accesses));
    }

    [Fact]
    public void A_second_trace_comes_after_the_first_and_its_times_count_from_there()
    {
        using ISimulation simulation = Simulator.Create(typeof(Balanced), Sizes);
        long[] times = [0, 1_000_000, 2_000_000];
        TraceChunk chunk = new() { Accesses = [new(0), new(0), new(0)], Count = 3, IsFirst = true, Times = times };
        simulation.Run(chunk);
        long first = simulation.Finish("").Nanoseconds;
        simulation.Run(chunk);
        Assert.InRange(simulation.Finish("").Nanoseconds, first + 2_000_000, first + 2_100_000);
    }

    /// <summary>Accesses to random pages, whose numbers ascend in the order of their first use.</summary>
    private static NumberedAccess[] Numbers(int count, int pages, int seed)
    {
        Random random = new(seed);
        Dictionary<int, uint> numbers = [];
        NumberedAccess[] accesses = new NumberedAccess[count];
        for (int i = 0; i < count; i++)
        {
            int page = random.Next(pages) * random.Next(pages) / pages;
            numbers.TryAdd(page, (uint)numbers.Count);
            accesses[i] = NumberedAccess.Create(numbers[page], random.Next(4) == 0);
        }

        return accesses;
    }

    private static TraceChunk ChunkOf(IEnumerable<NumberedAccess> accesses)
    {
        NumberedAccess[] all = [.. accesses];
        return new TraceChunk { Accesses = all, Count = all.Length };
    }

    /// <param name="policy">The policy.</param>
    /// <param name="settings">Its nodes.</param>
    /// <param name="accesses">The accesses.</param>
    /// <param name="interval">Nanoseconds from one to the next, by the trace; 0: it does not tell.</param>
    private static SimulationResult Run(Type policy, SimulationSettings settings, NumberedAccess[] accesses, long interval = 0)
    {
        using ISimulation simulation = Simulator.Create(policy, settings);
        long[]? times = interval == 0 ? null : [.. Enumerable.Range(0, accesses.Length).Select(i => i * interval)];
        simulation.Run(new TraceChunk { Accesses = accesses, Count = accesses.Length, Times = times });
        return simulation.Finish("");
    }
}
