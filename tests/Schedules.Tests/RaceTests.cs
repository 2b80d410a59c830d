using TierPolicy.Schedules.Tests.Scheduling;
using Xunit.Abstractions;

namespace TierPolicy.Schedules.Tests;

public sealed class RaceTests(ITestOutputHelper output)
{
    public static TheoryData<string> All => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void No_schedule_of_a_race_loses_tears_or_mixes_up_a_page(string race)
    {
        (string Decisions, Exception Failure)? failed = Explorer.Explore(Scenarios.All[race], output.WriteLine);
        Assert.True(failed is null, $"Race {race} fails under the schedule {failed?.Decisions}: {failed?.Failure}");
    }
}
