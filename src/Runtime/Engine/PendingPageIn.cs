using TierPolicy.Nodes;

namespace TierPolicy.Engine;

/// <summary>
/// A page that comes up without anybody's thread: all who want it meanwhile wait for the same read. It arrives pinned, so that it does not go again before those who waited have
/// their own pins; the last of them takes that one off.
/// </summary>
/// <param name="core">The memory.</param>
/// <param name="page">The page, whose lock this holds until it has arrived.</param>
/// <param name="localNode">The node of the thread that asked first.</param>
internal sealed class PendingPageIn(MemoryCore core, PageId page, int localNode)
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The one that brings the page up is one of them.
    private int _holders = 1;
    private Node? _node;
    private uint _frame;

    public PageId Page => page;

    public int LocalNode => localNode;

    /// <summary>Complete when the page is up, or could not be brought up.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>One more waits for the page; before it has arrived.</summary>
    public void Join() => Interlocked.Increment(ref _holders);

    /// <summary>One does not wait any more: it has its own pin, or has given up.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _holders) == 0 && _node is not null)
        {
            core.Unpin(page.Index, _node, _frame);
        }
    }

    /// <summary>The page is up, and this holds it there. Before its lock ends.</summary>
    public void Pin(Node node)
    {
        _node = node;
        _frame = core.PinLocked(page.Index, node);
    }

    /// <summary>Those who wait go on, and find the page, or are told why not.</summary>
    public void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _arrived.SetResult();
        }
        else
        {
            _arrived.SetException(failure);

            // Those who waited may all have given up; the device's failure is counted.
            _ = _arrived.Task.Exception;
        }

        Leave();
    }
}
