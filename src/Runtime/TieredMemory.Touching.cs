using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>Says of pages that they are used, without a lease on them.</content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>
    /// Uses a page as <see cref="Read"/> or <see cref="Write"/> would, without a lease: brings it up first where it must, notices the access, and marks the page dirty where it is
    /// written. For those who reach its contents by other ways, or want none.
    /// </summary>
    /// <remarks>Safe from any thread. A write waits for whoever holds a write lease on the page; whatever was read or written may move as soon as this returns.</remarks>
    /// <param name="page">The page.</param>
    /// <param name="write">Whether it is written.</param>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page, and it is to be written or must come up.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public void Touch(PageId page, bool write = false)
    {
        Disposed.ThrowIf(_isDisposed, this);
        TouchAndTell(page, write);
    }

    /// <summary>As <see cref="Touch"/>; says where the access found the page.</summary>
    internal unsafe Place TouchAndTell(PageId page, bool write)
    {
        _inline?.RunDue();
        PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
        if (descriptor == null)
        {
            throw PageTable.Gone(page);
        }

        PageState state = descriptor->State;
        bool isThere = IsThere(page, descriptor, out Node? node, out _);
        if (isThere)
        {
            if (WeightOf(page, descriptor, node!, ReaderEpochs.ThisThread, write) is > 0 and int weight)
            {
                NoticeAccess(page, ref *descriptor, node!, weight);
                _inline?.Run();
            }

            if (!write)
            {
                return state.Place;
            }
        }

        return TouchLocked(page, write, state.Place, isRecorded: isThere);
    }

    private Place TouchLocked(PageId page, bool write, Place found, bool isRecorded)
    {
        ref PageDescriptor descriptor = ref PageLocks.Lock(_core, page);
        bool wasPagedIn = false;
        bool waits = _core.BeginWait();
        Node node;
        try
        {
            node = PageInLocked(page.Index, ref descriptor, ref wasPagedIn);
        }
        finally
        {
            _core.EndWait(waits);
        }

        if (!isRecorded)
        {
            Record(page, write);
        }

        if (write)
        {
            _core.SetDirty(ref descriptor, node, dirty: true);
        }

        descriptor.Unlock();
        _inline?.Run();
        return found;
    }
}
