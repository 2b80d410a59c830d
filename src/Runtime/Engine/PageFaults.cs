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
        descriptor.Initialise(PageState.Create(Place.OnNode(place.Node.Id), place.Frame, PageFlags.Isolated | FlagsOf(options)));
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
        descriptor.Initialise(PageState.Create(Place.Store, 0, PageFlags.File | FlagsOf(options)));
        return page;
    }

    /// <summary>Brings a page up whose lock the caller holds and keeps. On an exception the page is where it was, and still locked.</summary>
    /// <returns>The node on which the page is now.</returns>
    /// <exception cref="TierFullException">There is no frame for it.</exception>
    /// <exception cref="TierIOException">Its contents could not be read.</exception>
    public Node PageIn(uint page, ref PageDescriptor descriptor) => PageIn(page, ref descriptor, allocator.LocalNode, []);

    /// <summary>As the other, with contents that were read already (<see cref="ReadContentsAsync"/>).</summary>
    /// <param name="page">The page.</param>
    /// <param name="descriptor">Its descriptor.</param>
    /// <param name="localNode">The reader's node.</param>
    /// <param name="contents">A page long; empty: they are read now.</param>
    public Node PageIn(uint page, ref PageDescriptor descriptor, int localNode, ReadOnlySpan<byte> contents)
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
            place = allocator.Allocate(localNode, descriptor.Domain);
            Span<byte> frame = place.Node.Storage.Span(place.Frame);
            if (contents.IsEmpty)
            {
                ReadContents(page, ref descriptor, frame);
            }
            else
            {
                contents.CopyTo(frame);
            }
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
        core.Admission?.OnPageIn(core.Pages.IdOf(page), before);
        CountAndRelease(before, place.Node);
        return place.Node;
    }

    /// <summary>
    /// Reads a page aside whose lock the caller holds, without blocking it for longer than a copy takes. A store that is not asynchronous is called on a thread of the pool. Done, it
    /// is on no thread of the store's.
    /// </summary>
    /// <exception cref="TierIOException">Its contents could not be read.</exception>
    public ValueTask ReadContentsAsync(PageId page, Memory<byte> to, CancellationToken gone)
    {
        ref PageDescriptor descriptor = ref core.Pages[page.Index];
        PageState state = descriptor.State;
        long key = descriptor.StoreKey;
        return state.Place != Place.Store
            ? ReadDeviceAsync(page, state, to)
            : core.Store is IAsyncPageStore store
                ? ReadStoreAsync(store, page.Index, key, to, gone)
                : new ValueTask(Task.Run(() => ReadStore(page.Index, key, to.Span), CancellationToken.None));
    }

    /// <summary>Admission wants to know what misses cost.</summary>
    private long Begin() => core.Admission is null ? 0 : core.Clock.Now;

    private void End(Place place, long start) => core.Admission?.OnRead(place, core.Clock.Now - start);

    private void CountAndRelease(PageState before, Node node)
    {
        node.Counters.Count(VmStatItem.PgFault);
        node.Counters.Count(VmStatItem.PgMajFault);
        core.Simulation?.PagedIn(before.Place, node.Id);
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
            ReadStore(page, descriptor.StoreKey, to);
            return;
        }

        try
        {
            if (state.Place == Place.Swap)
            {
                long start = Begin();
                core.ReadSwap(state.Frame, to);
                End(Place.Swap, start);
            }
            else
            {
                core.ReadFrame(core.Nodes[state.Place.Node], state.Frame, to);
            }
        }
        catch (IOException error)
        {
            throw Unreadable(core.Pages.IdOf(page), state, error);
        }
    }

    private async ValueTask ReadDeviceAsync(PageId page, PageState state, Memory<byte> to)
    {
        try
        {
            long start = Begin();
            await (state.Place == Place.Swap
                ? core.ReadSwapAsync(state.Frame, to)
                : core.ReadFrameAsync(core.Nodes[state.Place.Node], state.Frame, to)).ConfigureAwait(false);
            End(state.Place, start);
        }
        catch (IOException error)
        {
            throw Unreadable(page, state, error);
        }
    }

    private void ReadStore(uint page, long key, Span<byte> to)
    {
        PageLocks.Enter(core, page, PageLocks.Holder.Store);
        try
        {
            // A store may fill less than the page; what the frame held before may be of another domain.
            to.Clear();
            long start = Begin();
            core.Store!.Read(key, to);
            End(Place.Store, start);
        }
#pragma warning disable CA1031 // Whatever the program's store throws is told under one type that says where it came from.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw Unreadable(key, error);
        }
        finally
        {
            PageLocks.Leave(core, page, PageLocks.Holder.Store);
        }
    }

    private async ValueTask ReadStoreAsync(IAsyncPageStore store, uint page, long key, Memory<byte> to, CancellationToken gone)
    {
        try
        {
            ValueTask reading;
            long start = Begin();
            PageLocks.Enter(core, page, PageLocks.Holder.Store);
            try
            {
                to.Span.Clear();
                reading = store.ReadAsync(key, to, gone);
            }
            finally
            {
                PageLocks.Leave(core, page, PageLocks.Holder.Store);
            }

            if (!reading.IsCompleted)
            {
                // What follows may reclaim, and so wait for the store: not on a thread on which the store has yet to do something.
                await reading.ConfigureAwait(false);
                End(Place.Store, start);
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
            else
            {
                await reading.ConfigureAwait(false);
                End(Place.Store, start);
            }
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw Unreadable(key, error);
        }
    }

    private static TierIOException Unreadable(long key, Exception error) => new(FormattableString.Invariant($"The store could not read key {key}: {error.Message}"), "store", error);

    private TierIOException Unreadable(PageId page, PageState state, IOException error)
    {
        string place = state.Place == Place.Swap ? "swap" : core.Nodes[state.Place.Node].Name;
        string from = state.Place == Place.Swap ? "swap" : $"node '{place}'";
        return new TierIOException(FormattableString.Invariant($"The contents of {page} could not be read from {from}, slot {state.Frame}: {error.Message}"), place, error);
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

    private static PageFlags FlagsOf(PageOptions options) => options.InPlace ? PageFlags.InPlace : PageFlags.None;

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
