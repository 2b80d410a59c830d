using TierPolicy.Counters;
using TierPolicy.Domains;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Reclaim;

namespace TierPolicy.Engine;

/// <summary>Makes pages, and brings them up when they are not where they can be read (Linux, <c>mm/memory.c</c>).</summary>
internal sealed class PageFaults<TPolicy>(MemoryCore core, FrameAllocator<TPolicy> allocator, Reclaimer<TPolicy> reclaimer)
    where TPolicy : struct, ITierPolicy
{
    /// <summary>Rounds of reclaim for a domain at its limit without progress before it fails.</summary>
    private const int MaxRetries = 16;

    /// <summary>A new anonymous page, zeroed.</summary>
    public uint AllocateAnon(PageOptions options)
    {
        DomainAccount domain = core.Domains[options.Domain.Value];
        Charge(options.Domain.Value, domain);
        (Node Node, uint Frame) place;
        try
        {
            place = allocator.Allocate(options.Node ?? allocator.LocalNode, options.Domain.Value);
        }
        catch
        {
            domain.Uncharge();
            throw;
        }

        // A frame may come from another page, of another domain.
        place.Node.Storage.Span(place.Frame).Clear();
        uint page = core.Pages.Take();
        ref PageDescriptor descriptor = ref core.Pages[page];
        Describe(ref descriptor, options, options.Key);
        descriptor.Initialise(PageState.Create(Place.OnNode(place.Node.Id), place.Frame, PageFlags.Isolated));
        place.Node.AddIsolated(1);
        place.Node.Counters.Count(VmStatItem.PgFault);
        core.PutBack(page);
        return page;
    }

    /// <summary>A page whose contents stand in the store under a key; they come up at the first access.</summary>
    public uint AllocateFile(long key, PageOptions options)
    {
        uint page = core.Pages.Take();
        ref PageDescriptor descriptor = ref core.Pages[page];
        Describe(ref descriptor, options, key);
        descriptor.Initialise(PageState.Create(Place.Store, 0, PageFlags.File));
        return page;
    }

    /// <summary>Brings a page up whose lock the caller holds and keeps. On an exception the page is where it was, and still locked.</summary>
    /// <returns>The node on which the page is now.</returns>
    /// <exception cref="TierFullException">There is no frame for it.</exception>
    /// <exception cref="TierIOException">Its contents could not be read.</exception>
    public Node PageIn(uint page, ref PageDescriptor descriptor)
    {
        bool wasOnNode = descriptor.State.Place.IsNode;
        DomainAccount domain = core.Domains[descriptor.Domain];
        if (!wasOnNode)
        {
            Charge(descriptor.Domain, domain);
        }

        // Off its list first, so that reclaim on behalf of the new frame does not meet it. If somebody else has it off, that one puts it back where it then is.
        bool isolated = wasOnNode && core.TryIsolate(page);
        (Node Node, uint Frame) place = default;
        try
        {
            place = allocator.Allocate(allocator.LocalNode, descriptor.Domain);
            ReadContents(page, ref descriptor, place.Node.Storage.Span(place.Frame));
        }
        catch
        {
            place.Node?.RetireFrames(place.Frame);
            if (!wasOnNode)
            {
                domain.Uncharge();
            }
            else if (isolated)
            {
                core.PutBack(page);
            }

            throw;
        }

        PageState before = core.Relocate(page, ref descriptor, place.Node, place.Frame, isolated);
        CountAndRelease(before, place.Node);
        return place.Node;
    }

    private static void Fail(string place, string message, Exception error) => throw new TierIOException($"{message}: {error.Message}", place, error);

    private void CountAndRelease(PageState before, Node node)
    {
        node.Counters.Count(VmStatItem.PgFault);
        node.Counters.Count(VmStatItem.PgMajFault);
        if (before.Place == Place.Swap)
        {
            node.Counters.Count(VmStatItem.PswpIn);
            core.Swap!.ReturnSlot(before.Frame);
        }
        else if (before.Place.IsNode)
        {
            Node from = core.Nodes[before.Place.Node];
            if (before.IsDirtyFile)
            {
                from.Counters.AddDirty(-1);
                node.Counters.AddDirty(1);
            }

            from.RetireFrame(before);
        }
    }

    private void ReadContents(uint page, ref PageDescriptor descriptor, Span<byte> to)
    {
        PageState state = descriptor.State;
        if (state.Place == Place.Store)
        {
            PageLocks.Enter(core, page, PageLocks.Holder.Store);
            try
            {
                // A store may fill less than the page; what the frame held before may be of another domain.
                to.Clear();
                core.Store!.Read(descriptor.StoreKey, to);
            }
#pragma warning disable CA1031 // Whatever the program's store throws is told under one type that says where it came from.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Fail("store", FormattableString.Invariant($"The store could not read key {descriptor.StoreKey}"), error);
            }
            finally
            {
                PageLocks.Leave(core, page, PageLocks.Holder.Store);
            }

            return;
        }

        try
        {
            if (state.Place == Place.Swap)
            {
                core.Swap!.Read(state.Frame, to);
            }
            else
            {
                core.ReadFrame(core.Nodes[state.Place.Node], state.Frame, to);
            }
        }
        catch (IOException error)
        {
            string place = state.Place == Place.Swap ? "swap" : core.Nodes[state.Place.Node].Name;
            Fail(place, FormattableString.Invariant($"The contents of {core.Pages.IdOf(page)} could not be read from {(state.Place == Place.Swap ? "swap" : $"node '{place}'")}, slot {state.Frame}"), error);
        }
    }

    private void Charge(int id, DomainAccount domain)
    {
        Obstacles obstacles = new();
        PatienceWithOthers patience = new();
        for (int failures = 0; !domain.TryCharge();)
        {
            if (reclaimer.DomainReclaim(id, obstacles))
            {
                failures = 0;
            }
            else if (patience.Wait(core.Nodes))
            {
                continue;
            }
            else if (++failures == MaxRetries)
            {
                string why = obstacles.Describe(TPolicy.Description.ReclaimRules);
                throw new TierFullException(
                    FormattableString.Invariant($"Domain '{domain.Name}' is at its limit of {domain.LimitPages} pages, and none of them can leave{(why.Length == 0 ? "" : $": {why}")}."),
                    core.LastFailure);
            }
        }
    }

    private void Describe(ref PageDescriptor descriptor, PageOptions options, long storeKey)
    {
        long now = core.Clock.Now;
        descriptor.LastAccess = now;
        descriptor.Arrived = now;
        descriptor.StoreKey = storeKey;
        descriptor.Accesses = 0;
        descriptor.Tag = options.Tag;
        descriptor.Domain = (byte)options.Domain.Value;
    }
}
