namespace TierPolicy.Engine;

/// <summary>The memory's time: nanoseconds since it was created, by whatever clock the program gave it.</summary>
internal sealed class Clock : IDisposable
{
    /// <summary>How far apart the ticks are by which accesses are dated on the system's clock: Linux's jiffy (<c>CONFIG_HZ=250</c>).</summary>
    public static readonly TimeSpan Jiffy = TimeSpan.FromMilliseconds(4);

    private readonly TimeProvider _provider;
    private readonly Timer? _timer;
    private readonly long _start;
    private readonly long _frequency;

    private long _tick;

    /// <param name="provider">The program's clock.</param>
    public Clock(TimeProvider provider)
    {
        _provider = provider;
        _start = provider.GetTimestamp();
        _frequency = provider.TimestampFrequency;
        if (provider == TimeProvider.System)
        {
            // Reading the clock costs more than all else about an access.
            Tick();
            _timer = new Timer(static clock => ((Clock)clock!).Tick(), this, Jiffy, Jiffy);
        }
    }

    public long Now
    {
        get
        {
            long elapsed = _provider.GetTimestamp() - _start;
            return _frequency == 1_000_000_000 ? elapsed : (long)((Int128)elapsed * 1_000_000_000 / _frequency);
        }
    }

    /// <summary>By this accesses are dated: the last tick of the system's clock; any other clock's time to the nanosecond.</summary>
    public long Coarse => _timer is null ? Now : Volatile.Read(ref _tick);

    public void Dispose() => _timer?.Dispose();

    private void Tick() => Volatile.Write(ref _tick, Now);
}
