using TierPolicy.Engine;
using TierPolicy.Nodes;

namespace TierPolicy;

/// <content>Waits for pages that come up, without a thread.</content>
public sealed partial class TieredMemory<TPolicy>
{
    private async ValueTask<PinnedPage> BringUpAndPinAsync(PageId page, CancellationToken cancellationToken)
    {
        _inline?.RunDue();
        while (true)
        {
            if (TryPinNow(page, wasPagedIn: false) is PinnedPage found)
            {
                return found;
            }

            if (_pageIns.JoinOrBegin(page) is not PendingPageIn pageIn)
            {
                await Task.Delay(PageLocks.Pause, cancellationToken).ConfigureAwait(false);
                continue;
            }

            PinnedPage? pinned;
            try
            {
                await pageIn.Arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
                pinned = TryPinNow(page, wasPagedIn: true);
            }
            finally
            {
                pageIn.Leave();
            }

            if (pinned is not null)
            {
                return RunInline(pinned);
            }

            // Freed or written meanwhile, and moved on by whoever wrote it: once more.
        }
    }

    private PinnedPage? TryPinNow(PageId page, bool wasPagedIn)
    {
        if (!_core.TryPinNow(page, out Node? node, out uint frame, out _))
        {
            return null;
        }

        if (wasPagedIn)
        {
            CountAccess(ref _core.Pages[page.Index], _core.Clock.Now, weight: 1);
        }
        else
        {
            NoticeAccess(page, ref _core.Pages[page.Index], node!, weight: 1);
        }

        Record(page, write: false);
        return new PinnedPage(_core, page.Index, node!, frame, wasPagedIn);
    }

    /// <summary>Does the background work that bringing the page up has woken, where it is not done by threads.</summary>
    private PinnedPage RunInline(PinnedPage pinned)
    {
        try
        {
            _inline?.Run();
            return pinned;
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }
}
