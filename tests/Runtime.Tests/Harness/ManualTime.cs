namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A clock that stands still until a test moves it. Its timers tick while it is moved, on the thread that does.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Ticker> _tickers = [];
    private long _nanoseconds;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Volatile.Read(ref _nanoseconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Ticker ticker = new(this, () => callback(state));
        ticker.Change(dueTime, period);
        lock (_tickers)
        {
            _tickers.Add(ticker);
        }

        return ticker;
    }

    public void Advance(TimeSpan time) => Advance(time.Ticks * TimeSpan.NanosecondsPerTick);

    public void Advance(long nanoseconds)
    {
        long now = Interlocked.Add(ref _nanoseconds, nanoseconds);
        Ticker[] tickers;
        lock (_tickers)
        {
            tickers = [.. _tickers];
        }

        Array.ForEach(tickers, ticker => ticker.TickUntil(now));
    }

    private sealed class Ticker(ManualTime time, Action tick) : ITimer
    {
        private long _due;
        private long _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = time.GetTimestamp() + (dueTime.Ticks * TimeSpan.NanosecondsPerTick);
            _period = period.Ticks * TimeSpan.NanosecondsPerTick;
            return true;
        }

        /// <summary>Ticks once if it is due, however often it would have: time passed in one go.</summary>
        public void TickUntil(long now)
        {
            if (now >= _due)
            {
                _due = now - ((now - _due) % _period) + _period;
                tick();
            }
        }

        public void Dispose()
        {
            lock (time._tickers)
            {
                time._tickers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
