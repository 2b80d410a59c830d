using System.Globalization;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>The schedule that a failure printed, once more.</summary>
internal sealed class Replay(IReadOnlyList<(int Step, int Thread)> turns) : IStrategy
{
    /// <param name="decisions">As <see cref="ScheduleLog.Decisions"/> prints them.</param>
    public static Replay Parse(string decisions) => new([.. decisions.Split(' ').Select(static turn => turn.Split(':')).Select(static turn =>
        (int.Parse(turn[0], CultureInfo.InvariantCulture), int.Parse(turn[1], CultureInfo.InvariantCulture)))]);

    public int Choose(int step, int current, IReadOnlyList<int> enabled) => turns.Last(turn => turn.Step <= step).Thread;
}
