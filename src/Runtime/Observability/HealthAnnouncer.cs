using TierPolicy.Nodes;

namespace TierPolicy.Observability;

/// <summary>
/// Tells the program that a node has begun to fail, or works again: in order, one after the other, on a thread of the pool. Who finds out holds the locks of pages, and must not wait
/// for what the program does about it.
/// </summary>
internal sealed class HealthAnnouncer
{
    private readonly Queue<NodeHealthEventArgs> _changes = new();
    private bool _isTelling;

    /// <summary>Called with each change.</summary>
    public Action<NodeHealthEventArgs> Tell { get; set; } = static _ => { };

    public void BeganToFail(Node node, Exception error, long retryAfterNanoseconds)
    {
        TierPolicyEventSource.BeganToFail(node, error);
        Add(new NodeHealthEventArgs(node.Id, node.Name, node.Health.Errors, error, new TimeSpan(retryAfterNanoseconds / TimeSpan.NanosecondsPerTick)));
    }

    public void WorksAgain(Node node)
    {
        TierPolicyEventSource.WorksAgain(node);
        Add(new NodeHealthEventArgs(node.Id, node.Name, node.Health.Errors, error: null, TimeSpan.Zero));
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
