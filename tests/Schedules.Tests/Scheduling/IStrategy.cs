namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>Says which thread goes on.</summary>
internal interface IStrategy
{
    /// <param name="step">Accesses until now.</param>
    /// <param name="current">The thread that went until now; -1 where it cannot go on.</param>
    /// <param name="enabled">The threads that can, two at least.</param>
    int Choose(int step, int current, IReadOnlyList<int> enabled);
}
