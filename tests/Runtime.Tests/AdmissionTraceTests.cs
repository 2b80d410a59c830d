using System.Globalization;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;
using Xunit.Abstractions;

namespace TierPolicy.Runtime.Tests;

/// <summary>
/// Runs real traces (<c>shared/traces</c>) on fast memory and a store, with and without a tier between them, in virtual time (<see cref="VirtualRun{TPolicy}"/> says what is charged).
/// <c>TIERPOLICY_ADMISSION=all</c> runs all of over 100,000 requests, under two ways of aging, and prints the table of <c>docs/benchmarks.md</c>: some ten minutes. Names of traces, with
/// commas between, run those.
/// </summary>
public class AdmissionTraceTests(ITestOutputHelper output)
{
    private const double Dram = 0.10;
    private const double MaxSlower = 1.03;
    private const double MinKept = 0.95;

    /// <summary>
    /// What falls short: a store of two microseconds is about what two copies cost, and a page that comes back then pays or not by whether it is promoted, which is known only of pages
    /// that were let through.
    /// </summary>
    private static readonly (string Name, long Store, double Middle)[] KnownNotKept =
    [
        ("arc_p3_4k, twolist", 2_000, 0.40),
        ("cloudphysics_io_4k, lru", 2_000, 0.40),
    ];

    private static readonly long[] StoreNanoseconds = [0, 2_000, 10_000, 80_000];
    private static readonly double[] MiddleShares = [0.05, 0.10, 0.40];
    private static readonly string[] AllTraces = ["addr_gcc_4k", "addr_mcf_64b", "arc_oltp", "arc_p3_4k", "cloudphysics_io_4k", "lirs_loop", "lirs_sprite"];

    /// <summary>The smallest of them.</summary>
    private static readonly string[] SomeTraces = ["lirs_sprite"];

    private static string? Chosen => Environment.GetEnvironmentVariable("TIERPOLICY_ADMISSION");

    [Fact]
    public void With_adaptive_admission_a_middle_tier_never_costs_and_keeps_what_always_gains()
    {
        List<string> wrong = [];
        foreach (string name in Chosen is null ? SomeTraces : Chosen == "all" ? AllTraces : Chosen.Split(','))
        {
            if (Number(SharedTraces.Load(name), out int pages) is not TraceRequest[] trace)
            {
                output.WriteLine($"Nothing was tested: there is no shared/traces/{name}.tp64.gz here.");
                continue;
            }

            wrong.AddRange(Compare<WithoutMiddle, WithMiddleAlways, WithMiddleAdaptive>($"{name}, twolist", trace, pages, watermarks: true));
            if (Chosen is not null)
            {
                wrong.AddRange(Compare<WithoutMiddleLru, WithMiddleAlwaysLru, WithMiddleAdaptiveLru>($"{name}, lru", trace, pages, watermarks: false));
            }
        }

        Assert.Empty(wrong);
    }

    private List<string> Compare<TWithout, TAlways, TAdaptive>(string name, TraceRequest[] trace, int pages, bool watermarks)
        where TWithout : struct, ITierPolicy
        where TAlways : struct, ITierPolicy
        where TAdaptive : struct, ITierPolicy
    {
        List<string> wrong = [];
        foreach (long store in StoreNanoseconds)
        {
            double without = VirtualRun<TWithout>.Replay(trace, pages, store, [Dram], watermarks).Nanoseconds;
            foreach (double middle in MiddleShares)
            {
                double always = VirtualRun<TAlways>.Replay(trace, pages, store, [Dram, middle], watermarks).Nanoseconds;
                VirtualResult result = VirtualRun<TAdaptive>.Replay(trace, pages, store, [Dram, middle], watermarks);
                double adaptive = result.Nanoseconds;
                double kept = (without - adaptive) / (without - always);
                bool isKept = always >= without || kept >= MinKept || KnownNotKept.Contains((name, store, middle));
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-27} store {store / 1000,2} us, middle {middle * 100,2:0} %: {without / trace.Length,9:0.0} ns without; always {always / without,7:0.000}, adaptive {adaptive / without:0.000} of it, {(always < without ? kept : double.NaN),6:0.000} of the gain; {result.Demotions / (double)trace.Length:0.0000} demotions an access");
                output.WriteLine(line);
                if (adaptive > without * MaxSlower || !isKept)
                {
                    wrong.Add(line);
                }
            }
        }

        return wrong;
    }

    /// <summary>The same requests with pages numbered from 0, in the order in which they first occur.</summary>
    private static TraceRequest[]? Number(TraceRequest[]? trace, out int pages)
    {
        Dictionary<long, int> numbers = [];
        for (int i = 0; i < trace?.Length; i++)
        {
            if (!numbers.TryGetValue(trace[i].Page, out int number))
            {
                number = numbers.Count;
                numbers.Add(trace[i].Page, number);
            }

            trace[i] = trace[i] with { Page = number };
        }

        pages = numbers.Count;
        return trace;
    }
}
