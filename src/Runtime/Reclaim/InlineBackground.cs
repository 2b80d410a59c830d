using TierPolicy.Engine;

namespace TierPolicy.Reclaim;

/// <summary>
/// Background reclaim without threads: who is woken waits here until the operation that woke it has got its page, and is then run on that operation's thread. It is as if the
/// reclaimers worked while the program goes on, and always kept up: the same inputs on the same clock give the same run.
/// </summary>
internal sealed class InlineBackground
{
    private readonly Queue<Action> _woken = new();
    private int _count;
    private Action? _periodic;
    private Clock? _clock;
    private long _period;
    private long _due;

    /// <summary>Has something done once a period, before the first operation that finds it due. Before the memory is used.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="period">Nanoseconds from one time to the next.</param>
    /// <param name="clock">By whose time.</param>
    public void Every(Action work, long period, Clock clock) => (_periodic, _period, _clock, _due) = (work, period, clock, period);

    public void Add(Action balance)
    {
        lock (_woken)
        {
            _woken.Enqueue(balance);
            Volatile.Write(ref _count, _woken.Count);
        }
    }

    /// <summary>Does what was due before the operation that now begins; once, however many periods have passed.</summary>
    public void RunDue()
    {
        if (_periodic is null)
        {
            return;
        }

        long now = _clock!.Now;
        long due = Volatile.Read(ref _due);
        if (now >= due && Interlocked.CompareExchange(ref _due, now - (now % _period) + _period, due) == due)
        {
            _periodic();
            Run();
        }
    }

    /// <summary>Runs whoever is woken, and whoever those wake.</summary>
    public void Run()
    {
        while (Volatile.Read(ref _count) > 0)
        {
            Action balance;
            lock (_woken)
            {
                if (!_woken.TryDequeue(out balance!))
                {
                    return;
                }

                Volatile.Write(ref _count, _woken.Count);
            }

            balance();
        }
    }
}
