using TierPolicy.Simulation;
using TierPolicy.Tool.Simulating;

namespace TierPolicy.Tool.Pictures;

/// <summary>
/// The distribution of access times, as its tail: which share of the accesses took longer than each time. There p99 is where a line passes 1 %, and the few slow accesses that matter have as much room
/// as the many fast ones.
/// </summary>
internal static class AccessTimeChart
{
    /// <summary>Where there are many different times, as many are shown for each power of ten.</summary>
    private const int TimesADecade = 40;

    private const int FewTimes = 300;

    public static Chart Of(IReadOnlyList<SimulationResult> runs)
    {
        long[] times = Times([.. runs.SelectMany(static run => run.AccessTimes.Histogram).Select(static bucket => bucket.Nanoseconds).Where(static time => time > 0).Distinct().Order()]);
        return new Chart(
            ChartKind.Lines,
            "Distribution of access times",
            string.Join(' ', runs.Select(run => RunCharts.Sentence(run, runs, $"half of the accesses take {Figures.Time(run.AccessTimes.P50)} or less, 99 of a hundred {Figures.Time(run.AccessTimes.P99)}, 999 of a thousand {Figures.Time(run.AccessTimes.P999)}; the longest {Figures.Time(run.AccessTimes.Max)}"))),
            [new("time", ChartUnit.Time), .. runs.Select(run => new ChartColumn(RunCharts.Name(run, runs, "take longer"), ChartUnit.Share))],
            [.. times.Select(time => (object?[])[time, .. runs.Select(run => (object?)TailAt(run.AccessTimes, time))])])
        {
            Axis = "share of accesses that take longer",
            LogX = true,
            LogY = true,
            Steps = true,
        };
    }

    /// <summary>The times that are shown of those that there are, and one before the first, than which all take longer.</summary>
    private static long[] Times(long[] all)
    {
        if (all.Length == 0)
        {
            return [];
        }

        IEnumerable<long> shown = all.Length <= FewTimes ? all : all.GroupBy(static time => (int)(Math.Log10(time) * TimesADecade)).Select(static group => group.Last());
        return [Math.Max(1, all[0] * 4 / 5), .. shown.Where(time => time > Math.Max(1, all[0] * 4 / 5))];
    }

    private static double TailAt(AccessTimes times, long time)
    {
        long longer = times.Histogram.Where(bucket => bucket.Nanoseconds > time).Sum(static bucket => bucket.Accesses);
        long all = times.Histogram.Sum(static bucket => bucket.Accesses);

        // Not rounded as other shares are: one access of many millions is to be seen.
        return all == 0 ? 0 : longer / (double)all;
    }
}
