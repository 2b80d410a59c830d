using TierPolicy.Simulation.Tests.Oracles;
using Xunit.Abstractions;

namespace TierPolicy.Simulation.Tests;

/// <summary>
/// Holds simulation to what published simulators make of real traces (<c>shared/traces</c>): here of the small ones; <c>dotnet run --project tests/Simulation.Tests -c Release -- oracles</c>
/// runs all and prints the table.
/// </summary>
public class OracleTests(ITestOutputHelper output)
{
    /// <summary>Some seconds in all.</summary>
    private static readonly string[] SmallTraces = ["lirs_gli", "lirs_cs", "lirs_multi1", "mqsim_tpcc_4k", "lirs_multi2", "lirs_multi3"];

    [Fact]
    public void On_one_tier_lru_clock_and_sieve_miss_as_often_as_libCacheSim_says_to_the_last_digit_and_s3fifo_nearly() => AssertHold(OracleTable.OneTier);

    [Fact]
    public void On_two_tiers_of_exclusive_lru_every_column_of_the_table_is_met() => AssertHold(OracleTable.TwoTiers);

    [Fact]
    public void However_lru_is_split_into_tiers_the_first_of_them_hit_as_often_as_one_of_their_size() => AssertHold(OracleTable.Identity);

    [Fact]
    public void The_active_and_inactive_lists_miss_as_often_as_lru_and_clock_or_as_other_segmented_queues() => AssertHold(OracleTable.TwoList);

    private void AssertHold(Func<string, NumberedTrace, IEnumerable<OracleRow>> table)
    {
        List<OracleRow> rows = [];
        foreach (string trace in SmallTraces)
        {
            if (SharedTraces.Load(trace) is NumberedTrace accesses)
            {
                rows.AddRange(table(trace, accesses));
            }
            else
            {
                output.WriteLine($"Nothing was tested: there is no shared/traces/{trace}.tp64.gz here.");
            }
        }

        Assert.Equal([], rows.Where(static row => !row.Holds).Select(static row => row.ToString()));
    }
}
