using TierPolicy.Counters;
using TierPolicy.Domains;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <summary>
/// All that the parts of the engine share and that does not depend on the policy's code: pages, nodes, swap, store, domains, clock, mode, and
/// the set of nodes on line. Leases hold it, so that they need not be generic.
/// </summary>
internal sealed class MemoryCore : IDisposable
{
    private int _mode;
    private int _onlineSet;
    private int _demotionSuspended;
    private Exception? _lastWriteFailure;

    public required int PageSize { get; init; }

    public required PageTable Pages { get; init; }

    public required Node[] Nodes { get; init; }

    /// <summary>Free pages a node, kept by the frame pools, for rules to read.</summary>
    public required long[] FreePages { get; init; }

    public required long[] CapacityPages { get; init; }

    public required SwapArea? Swap { get; init; }

    public required IPageStore? Store { get; init; }

    public required DomainAccount[] Domains { get; init; }

    public required Clock Clock { get; init; }

    /// <summary>Nanoseconds after which the count of accesses is halved.</summary>
    public required long AgingPeriod { get; init; }

    public ReclaimMode Mode
    {
        get => (ReclaimMode)Volatile.Read(ref _mode);
        set => Volatile.Write(ref _mode, (int)value);
    }

    /// <summary>The set of nodes on line: the table that is in force. Whoever decides something reads it once.</summary>
    public int OnlineSet
    {
        get => Volatile.Read(ref _onlineSet);
        set => Volatile.Write(ref _onlineSet, value);
    }

    /// <summary>No demotion at all while a node is going off line (MEM_GOING_OFFLINE in the series).</summary>
    public bool IsDemotionSuspended
    {
        get => Volatile.Read(ref _demotionSuspended) != 0;
        set => Volatile.Write(ref _demotionSuspended, value ? 1 : 0);
    }

    /// <summary>Why the last page could not be written to swap or store: told with the exception when memory runs out.</summary>
    public Exception? LastWriteFailure
    {
        get => Volatile.Read(ref _lastWriteFailure);
        set => Volatile.Write(ref _lastWriteFailure, value);
    }

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

    /// <summary>Takes a page that stands on <paramref name="node"/>'s list off it; under the node's lock.</summary>
    public void Isolate(Node node, uint page, ref PageDescriptor descriptor)
    {
        node.Lists.Remove(page, descriptor.Kind, descriptor.State.IsActive);
        descriptor.Set(PageFlags.Isolated);
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
                    node.Lists.AddHead(page, descriptor.Kind, state.IsActive);
                    return;
                }
            }
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
                .Without(PageFlags.Active | PageFlags.Referenced | PageFlags.Demoted)
                .With(PageFlags.Isolated);
            if (descriptor.TryTransition(state, next))
            {
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
        if (before.IsDirty != dirty)
        {
            node.Counters.AddDirty(dirty ? 1 : -1);
        }
    }

    /// <summary>Gives a page the contents that a writer has made in a frame of its own, and ends the writer's lock.</summary>
    public void Publish(uint page, Node node, uint frame)
    {
        ref PageDescriptor descriptor = ref Pages[page];
        Node from = Nodes[descriptor.State.Place.Node];

        SetDirty(ref descriptor, from, dirty: true);
        PageState before;
        if (from == node)
        {
            before = descriptor.MoveTo(Place.OnNode(node.Id), frame);
        }
        else
        {
            // The page's own node had no frame left for the copy.
            before = Relocate(page, ref descriptor, node, frame, isolated: false);
            from.Counters.AddDirty(-1);
            node.Counters.AddDirty(1);
        }

        descriptor.Unlock();
        from.RetireFrame(before.Frame);
    }

    public PageInfo Describe(ref readonly PageDescriptor descriptor, int node, long now)
    {
        PageState state = descriptor.State;
        return new PageInfo
        {
            IdleNanoseconds = Math.Max(0, now - descriptor.LastAccess),
            AgeNanoseconds = Math.Max(0, now - descriptor.Arrived),
            Accesses = descriptor.AccessesAt(now, AgingPeriod),
            Node = node,
            Domain = descriptor.Domain,
            Tag = descriptor.Tag,
            IsDirty = state.IsDirty,
            Kind = state.Has(PageFlags.File) ? PageKind.File : PageKind.Anon,
        };
    }

    public VmStat StatOf(Node node)
    {
        List<KeyValuePair<string, long>> items = [];
        foreach (VmStatItem item in Enum.GetValues<VmStatItem>())
        {
            items.Add(KeyValuePair.Create(VmStatNames.Of(item), node.Counters[item]));
        }

        items.Add(KeyValuePair.Create("nr_free", node.Frames.Free));
        items.Add(KeyValuePair.Create("nr_active_anon", node.Lists.Count(PageKind.Anon, active: true)));
        items.Add(KeyValuePair.Create("nr_inactive_anon", node.Lists.Count(PageKind.Anon, active: false)));
        items.Add(KeyValuePair.Create("nr_active_file", node.Lists.Count(PageKind.File, active: true)));
        items.Add(KeyValuePair.Create("nr_inactive_file", node.Lists.Count(PageKind.File, active: false)));
        items.Add(KeyValuePair.Create("nr_dirty", node.Counters.Dirty));
        return new VmStat(items);
    }

    public void Dispose()
    {
        foreach (Node node in Nodes)
        {
            node.Dispose();
        }

        Swap?.Dispose();
    }
}
