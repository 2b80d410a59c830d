using TierPolicy.Nodes;

namespace TierPolicy.Reclaim;

/// <summary>
/// The background reclaimer of a node (Linux, kswapd): a thread that sleeps until it is woken, and then balances the node; or, inline, the balancing done
/// at once on the waking thread, so that a run on virtual time can be repeated exactly.
/// </summary>
internal sealed class BackgroundReclaimer : IDisposable
{
    /// <summary>After so many runs without success the node is given up until a frame of it is freed (Linux, <c>MAX_RECLAIM_RETRIES</c>).</summary>
    private const int MaxFailures = 16;

    private readonly Node _node;
    private readonly Func<bool> _balance;
    private readonly Thread? _thread;
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _stopping;
    private int _awake;

    public BackgroundReclaimer(Node node, Func<bool> balance, BackgroundWork work)
    {
        _node = node;
        _balance = balance;
        if (work == BackgroundWork.Threads)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = $"kswapd {node.Name}" };
            _thread.Start();
        }

        node.WakeBackgroundReclaim = Wake;
    }

    /// <summary>Wakes the reclaimer unless it is awake, or hopeless. Never blocks on a thread; inline, returns when the work is done.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _awake) != 0 || _node.BackgroundFailures >= MaxFailures || Interlocked.Exchange(ref _awake, 1) != 0)
        {
            return;
        }

        if (_thread is null)
        {
            Balance();
        }
        else
        {
            _wake.Release();
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Release();
        _thread?.Join();
        _wake.Dispose();
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

            Balance();
        }
    }

    private void Balance()
    {
        try
        {
            if (!_balance())
            {
                _node.BackgroundFailures++;
            }
        }
        finally
        {
            Volatile.Write(ref _awake, 0);
        }
    }
}
