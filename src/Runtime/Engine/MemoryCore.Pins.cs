using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <content>Pins pages in the frames that they are in.</content>
internal sealed partial class MemoryCore
{
    /// <summary>Pins a page where it is, if it is on a node that is read in place.</summary>
    public bool TryPin(PageId id, out Node? node, out uint frame)
    {
        ref PageDescriptor descriptor = ref Pages.Find(id);
        while (true)
        {
            PageState state = descriptor.State;
            node = state.Place.IsNode ? Nodes[state.Place.Node] : null;
            frame = state.Frame;
            if (node is not { IsByteAddressable: true })
            {
                return false;
            }

            // The mark is set by a compare-exchange on the place: whoever moves the page afterwards knows that its old frame is pinned.
            if (node.Pins.TryPin(frame, (Core: this, id, state), static pin => pin.Core.TryMarkPinned(pin.id, pin.state)))
            {
                return true;
            }

            _ = ref Pages.Find(id);
        }
    }

    public void Unpin(uint page, Node node, uint frame)
    {
        if (!IsDisposed && node.Pins.Unpin(frame, (Core: this, page, node, frame), static pin => pin.Core.UnmarkPinned(pin.page, pin.node, pin.frame)))
        {
            node.RetireFrames(frame);
        }
    }

    private bool TryMarkPinned(PageId id, PageState seen)
    {
        ref PageDescriptor descriptor = ref Pages[id.Index];
        while (true)
        {
            PageState state = descriptor.State;
            if (!state.IsAtSameAddress(seen) || Volatile.Read(ref descriptor.Generation) != id.Generation)
            {
                return false;
            }

            if (state.IsPinned || descriptor.TryTransition(state, state.With(PageFlags.Pinned)))
            {
                // The page may have been freed just before, and another be in its place and, by chance, in its frame.
                return Volatile.Read(ref descriptor.Generation) == id.Generation || !state.IsPinned && Unmark(ref descriptor);
            }
        }

        static bool Unmark(ref PageDescriptor descriptor)
        {
            descriptor.Clear(PageFlags.Pinned);
            return false;
        }
    }

    // The frame was never retired, so the page that was pinned in it is still there.
    private void UnmarkPinned(uint page, Node node, uint frame)
    {
        ref PageDescriptor descriptor = ref Pages[page];
        while (true)
        {
            PageState state = descriptor.State;
            if (state.Place != Place.OnNode(node.Id) || state.Frame != frame || !state.IsPinned || descriptor.TryTransition(state, state.Without(PageFlags.Pinned)))
            {
                return;
            }
        }
    }
}
