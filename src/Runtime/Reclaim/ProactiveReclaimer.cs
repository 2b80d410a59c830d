namespace TierPolicy.Reclaim;

/// <summary>The thread that looks at pages without pressure, once a period (Linux, <c>kdamond</c> under DAMON_RECLAIM).</summary>
internal sealed class ProactiveReclaimer : IDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    private readonly Action _walk;
    private readonly Thread _thread;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _stopping;
    private int _awake;

    /// <param name="walk">Looks at the pages.</param>
    /// <param name="period">From one walk to the next; within a millisecond and a day.</param>
    /// <param name="time">By whose timer.</param>
    public ProactiveReclaimer(Action walk, TimeSpan period, TimeProvider time)
    {
        _walk = walk;
        _thread = new Thread(Run) { IsBackground = true, Name = "proactive reclaim" };
        _thread.Start();
        period = period < ShortestPeriod ? ShortestPeriod : period > LongestPeriod ? LongestPeriod : period;
        _timer = time.CreateTimer(static state => ((ProactiveReclaimer)state!).Wake(), this, period, period);
    }

    /// <summary>Has the thread end after what it is at, and waits for that.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _stopping = true;
        _wake.Release();
        _thread.Join();

        // Not disposed of: a tick of the timer may still be under way.
    }

    private void Wake()
    {
        // A walk that takes longer than a period is not followed by all that were missed.
        if (Interlocked.Exchange(ref _awake, 1) == 0)
        {
            _wake.Release();
        }
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            if (_stopping)
            {
                return;
            }

            Volatile.Write(ref _awake, 0);
            _walk();
        }
    }
}
