using TierPolicy.Counters;
using TierPolicy.Nodes;

namespace TierPolicy.Reclaim;

/// <summary>
/// Waiting, within bounds, for pages that others write out or have off their lists, and may be about to free (Linux, <c>reclaim_throttle</c> and <c>too_many_isolated</c>), and for
/// readers to end their leases: who finds nothing to reclaim meanwhile must not take memory for exhausted.
/// </summary>
internal struct PatienceWithOthers
{
    /// <summary>About a millisecond each once the spinning is over.</summary>
    private const int MaxWaits = 1000;

    /// <summary>For one that others may be waiting for: it gives up long before them, and by that helps them.</summary>
    private const int MaxWaitsInTheWay = MaxWaits / 10;

    /// <summary>Of a tenth of a second each, if nothing is written meanwhile: a disk may be slow, but does not stand still for ten seconds.</summary>
    private const int MaxWritebackWaits = 100;

    private SpinWait _wait;
    private int _waits;
    private int _writebackWaits;
    private long _reclaimed;

    /// <summary>
    /// Waits a little if pages of any of the nodes are being written, or are isolated. False where there is nothing, or no longer anything, to wait for; the bounds are for waits in
    /// which nobody reclaims anything.
    /// </summary>
    public bool Wait(params ReadOnlySpan<Node> nodes)
    {
        Node? writing = null;
        bool isIsolated = false;
        long reclaimed = 0;
        foreach (Node node in nodes)
        {
            writing ??= node.Writeback.Pages > 0 ? node : null;
            isIsolated |= node.Isolated > 0;
            reclaimed += node.Counters[VmStatItem.PgStealKswapd] + node.Counters[VmStatItem.PgStealDirect] + node.Counters[VmStatItem.PgStealProactive];
        }

        if (reclaimed != _reclaimed)
        {
            (_reclaimed, _waits, _writebackWaits) = (reclaimed, 0, 0);
        }

        if (writing is null)
        {
            return isIsolated && Wait();
        }

        if (_writebackWaits == MaxWritebackWaits)
        {
            return false;
        }

        _writebackWaits++;
        writing.Writeback.Wait();
        return true;
    }

    /// <summary>Waits a little. False when that has been done often enough.</summary>
    /// <param name="isInTheWay">Whether the caller holds what others may wait for meanwhile.</param>
    public bool Wait(bool isInTheWay = false)
    {
        if (_waits >= (isInTheWay ? MaxWaitsInTheWay : MaxWaits))
        {
            return false;
        }

        _waits++;
        _wait.SpinOnce();
        return true;
    }
}
