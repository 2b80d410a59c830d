using TierPolicy.Simulation.Tests.Oracles;

namespace TierPolicy.Simulation.Tests;

/// <summary>Runs with rules, access by access, beside a model that knows nothing of the engine.</summary>
public class ExactModelTests
{
    [Theory]
    [InlineData("lirs_gli", 100, 300)]
    [InlineData("lirs_multi1", 200, 500)]
    [InlineData("mqsim_tpcc_4k", 500, 1000)]
    [InlineData("mqsim_tpcc_4k", 20, 17)]
    public void Every_access_of_a_real_trace_finds_its_page_where_the_model_has_it(string trace, int top, int low)
    {
        if (SharedTraces.Load(trace) is NumberedTrace accesses)
        {
            AssertAgree(top, low, accesses.Chunks.SelectMany(static chunk => chunk.Accesses.Take(chunk.Count)));
        }
    }

    [Theory]
    [InlineData(1, 10, 20)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 40, 7)]
    public void So_does_every_access_of_a_random_one(int seed, int top, int low)
    {
        Random random = new(seed);

        // In the order of their first use pages have ascending numbers.
        uint pages = 0;
        AssertAgree(top, low, Enumerable.Range(0, 20_000).Select(_ =>
        {
            uint page = (uint)random.Next(1 + (int)Math.Min(pages, 80));
            pages = Math.Max(pages, page + 1);
            return NumberedAccess.Create(page, random.Next(3) == 0);
        }));
    }

    private static void AssertAgree(int top, int low, IEnumerable<NumberedAccess> accesses)
    {
        ExactModel model = new(top, low);
        using ISimulation simulation = Simulator.Create(
            typeof(WritesGoDown),
            new SimulationSettings { CapacityPages = new Dictionary<string, long> { ["Dram"] = top, ["Cxl"] = low } });
        long[] hits = new long[3];
        long number = 0;
        foreach (NumberedAccess access in accesses)
        {
            simulation.Run(new TraceChunk { Accesses = [access], Count = 1 });
            hits[(int)model.Access(access.Page, access.IsWrite)]++;
            SimulationResult now = simulation.Finish("");
            Assert.True((hits[0], hits[1], hits[2]) == (now.StoreReads, now.Nodes[0].Hits, now.Nodes[1].Hits), FormattableString.Invariant($"Access {number} to page {access.Page} found it elsewhere."));
            Assert.Equal((model.Demotions, model.Promotions, model.Discards, model.Writebacks), (now.Demotions, now.Promotions, now.Discards, now.Writebacks));
            number++;
        }
    }
}
