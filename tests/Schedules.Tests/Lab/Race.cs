namespace TierPolicy.Schedules.Tests.Lab;

/// <summary>A memory, what a few threads do with it, and what must hold when all are done. For one schedule.</summary>
internal sealed class Race(IDisposable memory, IReadOnlyList<Action> threads, Action check) : IDisposable
{
    public IReadOnlyList<Action> Threads => threads;

    /// <summary>Fails where something does not hold that must.</summary>
    public void Check() => check();

    public void Dispose() => memory.Dispose();
}
