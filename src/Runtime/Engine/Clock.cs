using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy.Engine;

/// <summary>The memory's time: nanoseconds since it was created, by whatever clock the program gave it.</summary>
internal sealed class Clock : IDisposable
{
    /// <summary>How far apart the ticks are by which accesses are dated on the system's clock: Linux's jiffy (<c>CONFIG_HZ=250</c>).</summary>
    public static readonly TimeSpan Jiffy = TimeSpan.FromMilliseconds(4);

    private readonly TimeProvider _provider;
    private readonly Timer? _timer;
    private readonly long _start;

    // Apart from all else and in one place: readers look at it without a detour.
    private readonly long[] _tick = GC.AllocateArray<long>(2, pinned: true);
    private readonly long _period;

    /// <param name="provider">The program's clock.</param>
    /// <param name="period">Nanoseconds of an aging period.</param>
    public Clock(TimeProvider provider, long period)
    {
        _provider = provider;
        _period = period;
        _start = provider.GetTimestamp();
        _tick[0] = long.MinValue;
        _tick[1] = long.MaxValue;
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
            long frequency = _provider.TimestampFrequency;
            return frequency == 1_000_000_000 ? elapsed : (long)((Int128)elapsed * 1_000_000_000 / frequency);
        }
    }

    /// <summary>By this accesses are dated: the last tick of the system's clock; any other clock's time to the nanosecond.</summary>
    public long Coarse => _timer is null ? Now : Volatile.Read(ref _tick[0]);

    /// <summary>
    /// Where the last tick stands, and after it the beginning of the aging period that it is in, for as long as the clock lives. No time at all on a clock that is not the system's.
    /// </summary>
    public unsafe long* LastTick => (long*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_tick));

    public void Dispose() => _timer?.Dispose();

    private void Tick()
    {
        long now = Now;
        Volatile.Write(ref _tick[1], now - (now % _period));
        Volatile.Write(ref _tick[0], now);
    }
}
