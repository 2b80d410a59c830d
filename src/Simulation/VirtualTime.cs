namespace TierPolicy.Simulation;

/// <summary>A clock that goes on by what accesses take on the declared machine, or by the trace's own times. Nothing waits by it.</summary>
internal sealed class VirtualTime : TimeProvider
{
    /// <summary>The time in nanoseconds.</summary>
    public long Now { get; private set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Now;

    public void Advance(long nanoseconds) => Now += nanoseconds;

    /// <summary>Goes on to a time of the trace; it never goes back.</summary>
    public void AdvanceTo(long nanoseconds) => Now = Math.Max(Now, nanoseconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // There is nothing.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
