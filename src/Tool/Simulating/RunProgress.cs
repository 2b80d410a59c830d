using Spectre.Console;

namespace TierPolicy.Tool.Simulating;

/// <summary>A bar for many runs, where somebody looks.</summary>
internal static class RunProgress
{
    /// <summary>Does the work; what it is given is called after each run, from any thread.</summary>
    public static T Show<T>(Terminal terminal, bool asJson, int runs, Func<Action, T> work)
    {
        if (asJson || !terminal.IsInteractive)
        {
            return work(static () => { });
        }

        T result = default!;
        AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask($"{runs} runs", maxValue: runs);
            result = work(() => task.Increment(1));
        });
        return result;
    }
}
