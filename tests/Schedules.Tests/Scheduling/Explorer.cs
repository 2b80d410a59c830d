using TierPolicy.Schedules.Tests.Lab;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>Tries the schedules of a scenario: first systematically, with one preemption after the other, and then at random.</summary>
internal static class Explorer
{
    /// <summary>Schedules a scenario and kind. <c>TIERPOLICY_SCHEDULES</c> asks for more.</summary>
    private static readonly int Budget = int.TryParse(Environment.GetEnvironmentVariable("TIERPOLICY_SCHEDULES"), out int budget) ? budget : 600;

    /// <summary><c>TIERPOLICY_SEED</c> asks for another one.</summary>
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("TIERPOLICY_SEED"), out int seed) ? seed : 1;

    private const int MaxThreads = 3;
    private const int MaxPreemptions = 3;

    private static readonly Scheduler Shared = new(MaxThreads);

    /// <summary>Tries all schedules that the budget allows.</summary>
    /// <param name="scenario">Makes the race anew for each.</param>
    /// <param name="tell">Is told how many there were, and what went wrong.</param>
    /// <param name="schedules">How many of each kind; null: as many as the budget allows.</param>
    /// <returns>The first that failed; null where none did.</returns>
    public static (string Decisions, Exception Failure)? Explore(Func<Race> scenario, Action<string> tell, int? schedules = null)
    {
        int budget = schedules ?? Budget;
        int steps = 0;
        for (int bound = 0, left = budget; bound <= MaxPreemptions && left > 0; bound++)
        {
            Preemptions strategy = new(bound);
            int done = 0;
            while (left > 0 && strategy.MoveNext())
            {
                if (Try(scenario, strategy, ref steps) is { } failed)
                {
                    return Report(failed, $"the {done + 1}th schedule with {bound} preemptions", tell);
                }

                done++;
                left--;
            }

            tell($"{done} schedules with {bound} preemptions{(left > 0 ? ", all there are" : "")}, of {steps} steps at most");
        }

        for (int seed = Seed; seed < Seed + budget; seed++)
        {
            if (Try(scenario, new RandomPriorities(seed, MaxThreads, steps, drops: 1 + (seed % 4)), ref steps) is { } failed)
            {
                return Report(failed, $"random, seed {seed}", tell);
            }
        }

        tell($"{budget} random schedules, seeds from {Seed}");
        return null;
    }

    /// <summary>Runs one schedule.</summary>
    /// <returns>What went wrong; null where nothing did.</returns>
    public static Exception? Run(Func<Race> scenario, string decisions)
    {
        int steps = 0;
        return Try(scenario, Replay.Parse(decisions), ref steps)?.Failure;
    }

    private static (ScheduleLog Log, Exception Failure)? Try(Func<Race> scenario, IStrategy strategy, ref int steps)
    {
        using Race race = scenario();
        (ScheduleLog log, Exception? failure) = Shared.Run(strategy, race.Threads);
        steps = Math.Max(steps, log.Steps);
        if (failure is null)
        {
            try
            {
                race.Check();
            }
#pragma warning disable CA1031 // Whatever it is, it is what the schedule led to.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = error;
            }
        }

        return failure is null ? null : (log, failure);
    }

    private static (string Decisions, Exception Failure) Report((ScheduleLog Log, Exception Failure) failed, string which, Action<string> tell)
    {
        tell($"Failed: {which}: {failed.Log.Decisions}\n{failed.Log.Describe()}{failed.Failure}");
        return (failed.Log.Decisions, failed.Failure);
    }
}
