namespace TierPolicy.Reclaim;

/// <summary>
/// Background reclaim without threads: who is woken waits here until the operation that woke it has got its page, and is then run on that operation's thread. It is as if the
/// reclaimers worked while the program goes on, and always kept up: the same inputs on the same clock give the same run.
/// </summary>
internal sealed class InlineBackground
{
    private readonly Queue<Action> _woken = new();
    private int _count;

    public void Add(Action balance)
    {
        lock (_woken)
        {
            _woken.Enqueue(balance);
            Volatile.Write(ref _count, _woken.Count);
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
