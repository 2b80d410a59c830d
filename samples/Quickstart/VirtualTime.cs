namespace TierPolicy.Samples.Quickstart;

/// <summary>A clock that goes on by what accesses cost on the declared machine, not on this one: so pages age the same in every run.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private long _nanoseconds;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Volatile.Read(ref _nanoseconds);

    public void Advance(long nanoseconds) => Interlocked.Add(ref _nanoseconds, nanoseconds);
}
