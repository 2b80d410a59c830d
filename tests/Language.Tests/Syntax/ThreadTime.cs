using System.Diagnostics;
using System.Globalization;

namespace TierPolicy.Language.Tests.Syntax;

/// <summary>
/// How long a thread has been running: what a machine does besides does not count, nor that a thread waits for the garbage collector or for
/// its turn. Linux knows it of every thread (<c>Documentation/scheduler/sched-stats.rst</c>, "/proc/&lt;pid&gt;/schedstat": the first number, in
/// nanoseconds); elsewhere it is the time on the wall.
/// </summary>
internal static class ThreadTime
{
    private const string Statistics = "/proc/thread-self/schedstat";

    private static readonly bool IsKnown = File.Exists(Statistics);

    /// <summary>What running it took of this thread's time.</summary>
    public static TimeSpan Of(Action action)
    {
        TimeSpan before = Now();
        action();
        return Now() - before;
    }

    private static TimeSpan Now()
    {
        if (!IsKnown)
        {
            return Stopwatch.GetElapsedTime(0);
        }

        string statistics = File.ReadAllText(Statistics);
        long nanoseconds = long.Parse(statistics.AsSpan(0, statistics.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }
}
