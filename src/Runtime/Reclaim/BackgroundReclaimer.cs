using TierPolicy.Nodes;

namespace TierPolicy.Reclaim;

/// <summary>
/// The background reclaimer of a node (Linux, kswapd): a thread that sleeps until it is woken, and then balances the node; or, inline, a turn
/// after the operation that woke it.
/// </summary>
internal sealed class BackgroundReclaimer
{
    /// <summary>After so many runs without success the node is given up until a frame of it is freed (Linux, <c>MAX_RECLAIM_RETRIES</c>).</summary>
    private const int MaxFailures = 16;

    private readonly Node _node;
    private readonly Func<bool> _balance;
    private readonly InlineBackground? _inline;
    private readonly Thread? _thread;
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _stopping;
    private int _awake;

    /// <param name="node">The node.</param>
    /// <param name="balance">Balances it, and says whether that helped.</param>
    /// <param name="inline">Where to wait for a turn; null for a thread of its own.</param>
    public BackgroundReclaimer(Node node, Func<bool> balance, InlineBackground? inline)
    {
        _node = node;
        _balance = balance;
        _inline = inline;
        if (inline is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = $"kswapd {node.Name}" };
            _thread.Start();
        }

        node.WakeBackgroundReclaim = Wake;
    }

    /// <summary>Wakes the reclaimer unless it is awake, or hopeless. Never blocks.</summary>
    public void Wake()
    {
        if (_stopping || Volatile.Read(ref _awake) != 0 || _node.BackgroundFailures >= MaxFailures || Interlocked.Exchange(ref _awake, 1) != 0)
        {
            return;
        }

        if (_inline is null)
        {
            _wake.Release();
        }
        else
        {
            _inline.Add(Balance);
        }
    }

    /// <summary>Has the reclaimer end after what it is at; it is not woken any more.</summary>
    public void Stop()
    {
        _stopping = true;
        _wake.Release();
    }

    /// <summary>Waits until it has ended. All others must have been told to stop too: one that is not at its end yet may still wake this one.</summary>
    public void Join() => _thread?.Join();

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
                _node.CountBackgroundFailure();
            }
        }
        finally
        {
            Volatile.Write(ref _awake, 0);
        }
    }
}
