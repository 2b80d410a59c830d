using TierPolicy.Nodes;

namespace TierPolicy.Reclaim;

/// <summary>
/// Waiting, within bounds, for pages that others have off their lists and may be about to free (Linux, <c>too_many_isolated</c>), and for readers to end their leases: who
/// finds nothing to reclaim meanwhile must not take memory for exhausted.
/// </summary>
internal struct PatienceWithOthers
{
    /// <summary>About a millisecond each once the spinning is over: a disk may be slow, but does not stand still.</summary>
    private const int MaxWaits = 1000;

    private SpinWait _wait;
    private int _waits;

    /// <summary>Waits a little if any of the nodes has isolated pages. False where there is nothing, or no longer anything, to wait for.</summary>
    public bool Wait(params ReadOnlySpan<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            if (node.Isolated > 0)
            {
                return Wait();
            }
        }

        return false;
    }

    /// <summary>Waits a little. False when that has been done often enough.</summary>
    public bool Wait()
    {
        if (_waits == MaxWaits)
        {
            return false;
        }

        _waits++;
        _wait.SpinOnce();
        return true;
    }
}
