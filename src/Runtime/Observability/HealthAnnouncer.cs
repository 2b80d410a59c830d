using TierPolicy.Nodes;

namespace TierPolicy.Observability;

/// <summary>
/// Tells the program that a node, or swap, has begun to fail, or works again: in order, one after the other, on a thread of the pool. Who finds out holds the locks of pages, and must not wait
/// for what the program does about it.
/// </summary>
internal sealed class HealthAnnouncer
{
    private readonly Queue<NodeHealthEventArgs> _changes = new();
    private bool _isTelling;

    /// <summary>Called with each change.</summary>
    public Action<NodeHealthEventArgs> Tell { get; set; } = static _ => { };

    public void BeganToFail(int node, string name, NodeHealth health, Exception error, long retryAfterNanoseconds)
    {
        TierPolicyEventSource.BeganToFail(name, health.Errors, error);
        Add(new NodeHealthEventArgs(node, name, health.Errors, error, new TimeSpan(retryAfterNanoseconds / TimeSpan.NanosecondsPerTick)));
    }

    public void WorksAgain(int node, string name, NodeHealth health)
    {
        TierPolicyEventSource.WorksAgain(name, health.Errors);
        Add(new NodeHealthEventArgs(node, name, health.Errors, error: null, TimeSpan.Zero));
    }

    private void Add(NodeHealthEventArgs change)
    {
        lock (_changes)
        {
            _changes.Enqueue(change);
            if (_isTelling)
            {
                return;
            }

            _isTelling = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static announcer => announcer.TellAll(), this, preferLocal: false);
    }

    private void TellAll()
    {
        while (true)
        {
            NodeHealthEventArgs? change;
            lock (_changes)
            {
                if (!_changes.TryDequeue(out change))
                {
                    _isTelling = false;
                    return;
                }
            }

            Tell(change);
        }
    }
}
