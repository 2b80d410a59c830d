using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <content>Takes pages off the nodes' lists, moves them, and puts them back: the transitions in which list, place and lock of a page must agree.</content>
internal sealed partial class MemoryCore
{
    /// <summary>Takes a page off its node's list, to move it or to reclaim it. False when somebody else has it, or it stands on no list.</summary>
    public bool TryIsolate(uint page)
    {
        ref PageDescriptor descriptor = ref Pages[page];
        while (descriptor.State.Place is { IsNode: true } place)
        {
            Node node = Nodes[place.Node];
            lock (node.Lock)
            {
                PageState state = descriptor.State;
                if (state.IsIsolated)
                {
                    return false;
                }

                if (state.Place == place)
                {
                    Isolate(node, page, ref descriptor);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Takes those of the pages off <paramref name="node"/>'s lists that stand there.</summary>
    /// <param name="node">The node.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="isolated">Takes their indices.</param>
    /// <returns>How many.</returns>
    public int TryIsolate(Node node, ReadOnlySpan<PageId> pages, Span<uint> isolated)
    {
        // Pages that are asked for by name lie anywhere: all that the lock covers is fetched before, at once and not one after the other.
        foreach (PageId page in pages)
        {
            Pages.Prefetch(page.Index);
        }

        foreach (PageId page in pages)
        {
            ref PageDescriptor descriptor = ref Pages[page.Index];
            Pages.Prefetch(descriptor.Previous);
            Pages.Prefetch(descriptor.Next);
        }

        int taken = 0;
        lock (node.Lock)
        {
            foreach (PageId page in pages)
            {
                ref PageDescriptor descriptor = ref Pages[page.Index];
                PageState state = descriptor.State;
                if (!state.IsIsolated && state.Place == Place.OnNode(node.Id) && descriptor.Generation == page.Generation)
                {
                    Isolate(node, page.Index, ref descriptor);
                    isolated[taken++] = page.Index;
                }
            }
        }

        return taken;
    }

    /// <summary>Takes a page that stands on <paramref name="node"/>'s list off it; under the node's lock.</summary>
    public void Isolate(Node node, uint page, ref PageDescriptor descriptor)
    {
        node.Lists.Remove(page);
        descriptor.Set(PageFlags.Isolated);
        node.AddIsolated(1);
    }

    /// <summary>
    /// Puts a page that the caller isolated, or has just made, to the head of the list where it belongs: on the node where it is now. If it was freed
    /// meanwhile, its descriptor is recycled.
    /// </summary>
    public void PutBack(uint page)
    {
        ref PageDescriptor descriptor = ref Pages[page];
        while (true)
        {
            PageState state = descriptor.State;
            if (state.Place == Place.Freed)
            {
                Pages.Recycle(page);
                return;
            }

            Node node = Nodes[state.Place.Node];
            lock (node.Lock)
            {
                // The flag goes first: from then on a page that is freed or moved by another is taken off the list by that one.
                state = descriptor.State;
                if (state.Place == Place.OnNode(node.Id) && descriptor.TryTransition(state, state.Without(PageFlags.Isolated)))
                {
                    node.Lists.Add(page);
                    node.AddIsolated(-1);
                    return;
                }
            }
        }
    }

    /// <summary>Puts back several pages that are on <paramref name="node"/> as far as the caller knows.</summary>
    /// <param name="node">The node.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="kept">Whether they are victims that could not leave.</param>
    public void PutBack(Node node, ReadOnlySpan<uint> pages, bool kept = false)
    {
        int done = 0;
        lock (node.Lock)
        {
            for (; done < pages.Length; done++)
            {
                ref PageDescriptor descriptor = ref Pages[pages[done]];
                PageState state = descriptor.State;
                while (state.Place == Place.OnNode(node.Id) && !descriptor.TryTransition(state, state.Without(PageFlags.Isolated)))
                {
                    state = descriptor.State;
                }

                if (state.Place != Place.OnNode(node.Id))
                {
                    break;
                }

                if (kept)
                {
                    node.Lists.AddKept(pages[done]);
                }
                else
                {
                    node.Lists.Add(pages[done]);
                }
            }

            node.AddIsolated(-done);
        }

        // Freed or moved on meanwhile: that one, and after it the rest, one by one.
        foreach (uint page in pages[done..])
        {
            PutBack(page);
        }
    }

    /// <summary>
    /// Gives a page, by the holder of its lock, a place on another node, and sees to it that it gets on a list there. Whoever has it isolated just now puts it
    /// back there; otherwise it is done here. Returns the state before.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="descriptor">Its descriptor.</param>
    /// <param name="node">Its new node.</param>
    /// <param name="frame">Its frame there.</param>
    /// <param name="isolated">Whether the caller has isolated it.</param>
    public PageState Relocate(uint page, ref PageDescriptor descriptor, Node node, uint frame, bool isolated)
    {
        descriptor.Arrived = Clock.Now;
        while (true)
        {
            PageState state = descriptor.State;
            if (state.Place.IsNode && !state.IsIsolated)
            {
                // It must be off its old list before its place changes.
                isolated = TryIsolate(page);
                continue;
            }

            // Swap and store have no lists: coming from there it is as if isolated.
            bool putBack = isolated || !state.Place.IsNode;
            PageState next = state.At(Place.OnNode(node.Id), frame)
                .Without(PageFlags.Active | PageFlags.Referenced | PageFlags.Demoted | PageFlags.Promoted | PageFlags.Bounced)
                .With(PageFlags.Isolated);
            if (descriptor.TryTransition(state, next))
            {
                node.AddIsolated(1);
                if (state.Place.IsNode)
                {
                    Nodes[state.Place.Node].AddIsolated(-1);
                }

                if (putBack)
                {
                    PutBack(page);
                }

                return state;
            }
        }
    }

    /// <summary>Sets or clears the dirty flag of a page on a node, by the holder of its lock, and counts it.</summary>
    public void SetDirty(ref PageDescriptor descriptor, Node node, bool dirty)
    {
        PageState before = dirty ? descriptor.Set(PageFlags.Dirty) : descriptor.Clear(PageFlags.Dirty);
        if (before.IsDirty != dirty && before.Has(PageFlags.File))
        {
            node.Counters.AddDirty(dirty ? 1 : -1);
        }
    }

    /// <summary>Ends a writer's lock without giving the page what was written.</summary>
    public void Abandon(uint page, Node node, uint frame)
    {
        Pages[page].Unlock();
        node.RetireFrames(frame);
    }

    /// <summary>Gives a page the contents that a writer has made in a frame of its own, or in place, and ends the writer's lock.</summary>
    public void Publish(uint page, Node node, uint frame)
    {
        ref PageDescriptor descriptor = ref Pages[page];
        Node from = Nodes[descriptor.State.Place.Node];

        SetDirty(ref descriptor, from, dirty: true);
        if (descriptor.State.IsInPlace)
        {
            // It is there already.
            descriptor.Clear(PageFlags.Writing | PageFlags.Locked);
            return;
        }

        if (HasStableAddresses)
        {
            // In place: whoever knows the page's address finds it there.
            node.Storage.Span(frame).CopyTo(from.Storage.Span(descriptor.State.Frame));
            descriptor.Unlock();
            node.RetireFrames(frame);
            return;
        }

        PageState before;
        if (from == node)
        {
            before = descriptor.MoveTo(Place.OnNode(node.Id), frame);
        }
        else
        {
            // The page's own node had no frame left for the copy.
            before = Relocate(page, ref descriptor, node, frame, isolated: false);
            if (before.Has(PageFlags.File))
            {
                from.Counters.AddDirty(-1);
                node.Counters.AddDirty(1);
            }
        }

        descriptor.Unlock();
        from.RetireFrame(before);
    }
}
