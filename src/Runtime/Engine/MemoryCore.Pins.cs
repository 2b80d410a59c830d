using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <content>Pins pages in the frames that they are in.</content>
internal sealed partial class MemoryCore
{
    /// <summary>Pins a page where it is, if it is on a node that is read in place; waits for whoever moves or reclaims it.</summary>
    public bool TryPin(PageId id, out Node? node, out uint frame)
    {
        SpinWait wait = default;
        while (true)
        {
            bool isPinned = TryPinNow(id, out node, out frame, out bool isLeaving);
            if (!isLeaving)
            {
                return isPinned;
            }

            // Who moves, reclaims or writes it has asked for pins already: it is pinned where it then is.
            PageLocks.RequireNotInTheWay(this, id);
            wait.SpinOnce();
        }
    }

    /// <summary>Pins a page where it is, if it is on a node that is read in place, and nobody is about to move or reclaim it.</summary>
    public bool TryPinNow(PageId id, out Node? node, out uint frame, out bool isLeaving)
    {
        while (true)
        {
            ref PageDescriptor descriptor = ref Pages.Find(id);
            PageState state = descriptor.State;
            node = state.Place.IsNode ? Nodes[state.Place.Node] : null;
            frame = state.Frame;
            isLeaving = IsLeaving(state);
            if (isLeaving || node is not { IsByteAddressable: true })
            {
                return false;
            }

            // The mark is set by a compare-exchange on the place: whoever moves the page afterwards knows that its old frame is pinned.
            if (node.Pins.TryPin(frame, (Core: this, id, state), static pin => pin.Core.TryMarkPinned(pin.id, pin.state)))
            {
                return true;
            }
        }
    }

    /// <summary>Pins a page in the frame that it has on a node that is read in place; by the holder of its lock, so that nobody can move it.</summary>
    /// <returns>The frame.</returns>
    public uint PinLocked(uint page, Node node)
    {
        uint frame = Pages[page].State.Frame;
        node.Pins.TryPin(frame, (Core: this, page), static pin =>
        {
            pin.Core.Pages[pin.page].Set(PageFlags.Pinned);
            return true;
        });
        return frame;
    }

    public void Unpin(uint page, Node node, uint frame)
    {
        if (node.Pins.Unpin(frame, (Core: this, page, node, frame), static pin => pin.Core.UnmarkPinned(pin.page, pin.node, pin.frame)))
        {
            node.RetireFrames(frame);
        }

        if (IsDisposed)
        {
            TryRelease();
        }
    }

    /// <summary>Whether somebody moves or reclaims the page who has it locked, as for a device, or writes it in place. A writer to a copy has it locked, too, but not off its list.</summary>
    private static bool IsLeaving(PageState state) => (state.IsLocked && state.IsIsolated) || state.IsWriting;

    private bool TryMarkPinned(PageId id, PageState seen)
    {
        ref PageDescriptor descriptor = ref Pages[id.Index];
        while (true)
        {
            PageState state = descriptor.State;
            if (!state.IsAtSameAddress(seen) || IsLeaving(state) || Volatile.Read(ref descriptor.Generation) != id.Generation)
            {
                return false;
            }

            if (state.IsPinned || descriptor.TryTransition(state, state.With(PageFlags.Pinned)))
            {
                // The page may have been freed just before, and another be in its place and, by chance, in its frame.
                if (Volatile.Read(ref descriptor.Generation) == id.Generation)
                {
                    return true;
                }

                if (!state.IsPinned)
                {
                    Unmark(ref descriptor, seen);
                }

                return false;
            }
        }
    }

    /// <summary>Takes the mark off a page that is still at that address; one that has moved has left it behind.</summary>
    private static void Unmark(ref PageDescriptor descriptor, PageState address)
    {
        PageState state;
        do
        {
            state = descriptor.State;
        }
        while (state.IsAtSameAddress(address) && state.IsPinned && !descriptor.TryTransition(state, state.Without(PageFlags.Pinned)));
    }

    // The frame was never retired, so the page that was pinned in it is still there.
    private void UnmarkPinned(uint page, Node node, uint frame) =>
        Unmark(ref Pages[page], PageState.Create(Place.OnNode(node.Id), frame, PageFlags.None));
}
