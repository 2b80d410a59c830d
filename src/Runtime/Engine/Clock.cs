namespace TierPolicy.Engine;

/// <summary>The memory's time: nanoseconds since it was created, by whatever clock the program gave it.</summary>
internal sealed class Clock
{
    private readonly TimeProvider _provider;
    private readonly long _start;

    public Clock(TimeProvider provider)
    {
        _provider = provider;
        _start = provider.GetTimestamp();
    }

    public long Now
    {
        get
        {
            long elapsed = _provider.GetTimestamp() - _start;
            long frequency = _provider.TimestampFrequency;
            return frequency == 1_000_000_000 ? elapsed : (long)((Int128)elapsed * 1_000_000_000 / frequency);
        }
    }
}
