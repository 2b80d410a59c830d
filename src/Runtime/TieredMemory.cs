using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TierPolicy.Domains;
using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Hotplug;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Observability;
using TierPolicy.Pages;
using TierPolicy.Promotion;
using TierPolicy.Reclaim;

namespace TierPolicy;

/// <summary>
/// Memory in pages over several tiers, managed by a compiled policy: it allocates on fast nodes, demotes what is cold, promotes what is hot, and swaps or drops
/// only what has nowhere else to go.
/// </summary>
/// <remarks>Safe from any thread, but for <see cref="Dispose"/>: no lease may be open and no other call under way then.</remarks>
/// <typeparam name="TPolicy">The struct that the generator makes of a policy; the code is specialised on it.</typeparam>
public sealed partial class TieredMemory<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private readonly MemoryCore _core;
    private readonly Migrator _migrator;
    private readonly Reclaimer<TPolicy> _reclaimer;
    private readonly PageFaults<TPolicy> _faults;
    private readonly FrameAllocator<TPolicy> _allocator;
    private readonly Promoter<TPolicy> _promoter;
    private readonly NodeHotplug<TPolicy> _hotplug;
    private readonly BackgroundReclaimer[] _background;
    private readonly InlineBackground? _inline;
    private readonly LeaseAges _leaseAges;
    private readonly MemoryMeter _meter;
    private readonly int _sampling;

    // Aging wants to be told each access, and marks a page as referenced itself once it has seen enough.
    private readonly bool _followsAccesses;

    // What a read on a resident page needs, without a detour. By place, referenced or not: where the node's first frame lies; 0 where there is more to do than to read, since the
    // page is not read in place, or was not referenced until now, or the promote rules watch the node.
    private readonly nint[] _frameTable = GC.AllocateArray<nint>(2 * Place.Limit, pinned: true);
    private readonly unsafe nint* _frames;
    private readonly unsafe long* _tick;
    private nint _directory;
    private readonly long _number;
    private readonly int _pageShift;
    private readonly int _pageSize;
    private bool _isDisposed;

    /// <summary>Creates the memory: reserves its nodes and makes its files.</summary>
    /// <param name="options">What differs from the policy's defaults; null: nothing.</param>
    /// <exception cref="ArgumentException">An option names something that the topology has not, or is out of range.</exception>
    /// <exception cref="TieredMemoryException">A node or the swap cannot be made here; the message names it. Nothing is left behind.</exception>
    public TieredMemory(TieredMemoryOptions? options = null)
    {
        options ??= new TieredMemoryOptions();
        _core = MemoryBuilder.Build(TPolicy.Description, options);
        _sampling = options.AccessSampling;
        _followsAccesses = _core.Nodes[0].Lists.FollowsAccesses;
        _directory = _core.Pages.Directory;
        _number = _core.Number;
        _pageSize = _core.PageSize;
        _pageShift = BitOperations.Log2((uint)_core.PageSize);
        unsafe
        {
            _frames = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_frameTable));
            _tick = _core.Clock.LastTick;
        }

        _migrator = new Migrator(_core);
        _reclaimer = new Reclaimer<TPolicy>(_core, _migrator, options.Seed);
        _allocator = new FrameAllocator<TPolicy>(_core, _reclaimer);
        _faults = new PageFaults<TPolicy>(_core, _allocator, _reclaimer);
        _inline = options.Background == BackgroundWork.Inline ? new InlineBackground() : null;
        _promoter = new Promoter<TPolicy>(_core, _migrator, options.Background);
        foreach (Node node in _core.Nodes.Where(node => !_promoter.Watches(node.Id) && _inline is null))
        {
            _frameTable[PageState.Create(Place.OnNode(node.Id), 0, PageFlags.Referenced).PlaceAndReferenced] = node.Arena?.Start ?? 0;
        }

        _hotplug = new NodeHotplug<TPolicy>(_core, _migrator);
        _background = [.. _core.Nodes.Where(static node => !node.Watermarks.AreZero).Select(node => new BackgroundReclaimer(node, () => _reclaimer.BalanceNode(node), _inline))];

        // Without watermarks a node's reclaim is part of the allocation that needs it.
        foreach (Node node in _core.Nodes.Where(static node => node.Watermarks.AreZero))
        {
            node.WakeBackgroundReclaim = () => _reclaimer.BalanceNode(node);
        }

        _leaseAges = new LeaseAges(_core, options.TimeProvider);
        _meter = new MemoryMeter(_core, TPolicy.Description.Name, _leaseAges, options.MeterFactory);
    }

    internal MemoryCore Core => _core;

    internal Reclaimer<TPolicy> Reclaimer => _reclaimer;

    /// <summary>The policy as it was compiled.</summary>
    public static PolicyDescription Policy => TPolicy.Description;

    /// <summary>Bytes a page.</summary>
    public int PageSize => _core.PageSize;

    /// <summary>The pages that durable nodes had from an earlier process when this memory was created. They are ordinary pages of it; one that is freed is still told here.</summary>
    public IReadOnlyList<RecoveredPage> RecoveredPages => _core.Recovered;

    /// <summary>Pages that live, wherever they are.</summary>
    public long PageCount => _core.Pages.Count;

    /// <summary>The mode bits in force; may be set at any time and holds from the next decision on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has bits that are not modes.</exception>
    public ReclaimMode ReclaimMode
    {
        get => _core.Mode;
        set
        {
            ReclaimModes.Validate(value);
            _core.Mode = value;
        }
    }

    /// <summary>Whether an allocation reclaims its own node before it falls back to another.</summary>
    public bool NodeReclaimEnabled => _core.Mode.NodeReclaimEnabled();

    /// <summary>Free slots in swap; 0 where there is no swap.</summary>
    public long SwapFreePages => _core.Swap?.Free ?? 0;

    /// <summary>Slots in use in swap.</summary>
    public long SwapPagesInUse => _core.Swap?.InUse ?? 0;

    /// <summary>Sets the mode bits as they are given to <c>zone_reclaim_mode</c>: a number, or names joined by <c>|</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public void SetReclaimMode(string mode) => _core.Mode = ReclaimModes.Parse(mode);

    /// <summary>The first preferred demotion target of a node, -1 where it is terminal. One load; at worst a moment old.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int NextDemotionNode(int node) => DemotionTable<TPolicy>.Next(_core.OnlineSet, NodeOf(node).Id);

    /// <summary>A new anonymous page, zeroed. It lives until <see cref="Free"/>.</summary>
    /// <exception cref="TierFullException">No node has room, and nothing can leave.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options name a domain or node that the policy has not, or a node that is not byte-addressable.</exception>
    public PageId Allocate(PageOptions options = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Validate(options);
        PageId page = _core.Pages.IdOf(_faults.AllocateAnon(options));
        _inline?.Run();
        return page;
    }

    /// <summary>
    /// A page whose contents stand in the program's store under <paramref name="key"/>. They are read at the first access; clean, they may be dropped and read again;
    /// dirty, they are written back first.
    /// </summary>
    /// <exception cref="InvalidOperationException">The options gave no <see cref="TieredMemoryOptions.Store"/>.</exception>
    /// <remarks>
    /// It comes up on the reader's node: <see cref="PageOptions.Node"/> is for anonymous pages. Use a key for one page at a time: two pages of one key do not see each other's writes.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The options name a domain or node that the policy has not, or a node that is not byte-addressable.</exception>
    public PageId AllocateFile(long key, PageOptions options = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Validate(options);
        return _core.Store is null
            ? throw new InvalidOperationException($"File pages need a store: set {nameof(TieredMemoryOptions)}.{nameof(TieredMemoryOptions.Store)}.")
            : _core.Pages.IdOf(_faults.AllocateFile(key, options));
    }

    /// <summary>
    /// Leases a page for reading; brings it up first where it must. On a resident page it allocates nothing, takes no lock and writes to no memory that other threads use, but where
    /// the access is noticed: the page's own state when that changes, and the promoter's queue where a rule wants the page up.
    /// </summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">The thread holds 32 leases already.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ReadLease Read(PageId page)
    {
        EpochSlot* slot = ReaderEpochs.ThisThreadOrNull;
        LeasedFrame frame;
        if (slot != null && !ReaderEpochs.Tracks)
        {
            int lease = slot->Enter(_number, ReaderEpochs.Current);
            PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
            if (descriptor != null && lease < EpochSlot.MaxLeases && IsPlain(page, descriptor, slot, out PageState state, out nint address))
            {
                slot->Hold(lease, address);
                frame = new LeasedFrame(address, lease, state.Place.Node, wasPagedIn: false);
            }
            else
            {
                frame = ReadSlowly(page, slot, lease);
            }
        }
        else
        {
            frame = ReadSlowly(page);
            slot = ReaderEpochs.ThisThreadOrNull;
        }

        return new ReadLease(slot, frame, _pageSize);
    }

    /// <summary>Opens a batch of reads: many pages for the price of little more than one lease.</summary>
    /// <exception cref="InvalidOperationException">The thread holds 32 leases already.</exception>
    public ReadBatch<TPolicy> ReadMany()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new ReadBatch<TPolicy>(this);
    }

    /// <summary>Reads a page whose frame, whichever it is, the caller's batch protects.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe ReadOnlySpan<byte> ReadProtected(PageId page, EpochSlot* slot)
    {
        PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
        return descriptor != null && IsPlain(page, descriptor, slot, out _, out nint address)
            ? new ReadOnlySpan<byte>((byte*)address, _pageSize)
            : BringUp(page);
    }

    /// <summary>Copies a page out if that needs no waiting: false where it would have to come up.</summary>
    /// <param name="page">The page.</param>
    /// <param name="destination">A page long at least.</param>
    /// <exception cref="ArgumentException">The page was freed, or <paramref name="destination"/> is shorter than a page.</exception>
    public bool TryCopyTo(PageId page, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _ = ref _core.Pages.Find(page);
        if (!IsReadable(_core.Pages[page.Index].State, out _))
        {
            return false;
        }

        using ReadLease lease = Read(page);
        return lease.Span.TryCopyTo(destination) ? true : throw new ArgumentException($"The destination is shorter than a page of {PageSize} bytes.", nameof(destination));
    }

    /// <summary>
    /// Pins a page for longer than a lease, and away from the stack; brings it up first where it must. While it is pinned it is neither demoted nor reclaimed.
    /// </summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public PinnedPage Pin(PageId page)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        for (bool wasPagedIn = false; ; wasPagedIn = true)
        {
            if (_core.TryPin(page, out Node? node, out uint frame))
            {
                if (!wasPagedIn)
                {
                    NoticeAccess(page, ref _core.Pages[page.Index], node!);
                }

                return new PinnedPage(_core, page.Index, node!, frame, wasPagedIn);
            }

            // Brought up, it could go again before it is pinned: then once more.
            Read(page).Dispose();
        }
    }

    /// <summary>
    /// Pins a page, as <see cref="Pin"/> does, without blocking the caller while the page comes up from a device, swap or the store. On a resident page it completes at once.
    /// </summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the page began to come up.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public ValueTask<PinnedPage> ReadAsync(PageId page, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return IsReadable(_core.Pages.Find(page).State, out _)
            ? ValueTask.FromResult(Pin(page))
            : new ValueTask<PinnedPage>(Task.Run(() => Pin(page), cancellationToken));
    }

    /// <summary>Whether a thread that has begun to read can read the page where it is without more ado, and to notice the access takes no more than a write to the page's own state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe bool IsPlain(PageId page, PageDescriptor* descriptor, EpochSlot* thread, out PageState state, out nint address)
    {
        state = descriptor->State;
        nint start = _frames[state.PlaceAndReferenced];
        address = start + ((nint)state.Frame << _pageShift);

        // In this order: while the state was the page's, so was the generation.
        if (start == 0 || Volatile.Read(ref descriptor->Generation) != page.Generation)
        {
            return false;
        }

        if (_sampling > 1)
        {
            return --thread->UntilNoticed > 0;
        }

        long tick = _tick[0];
        if (descriptor->LastAccess != tick)
        {
            // Of an earlier aging period, its count is halved first.
            if (descriptor->LastAccess < _tick[1])
            {
                return false;
            }

            descriptor->LastAccess = tick;
        }

        // Once its count is full, a hot page is not written to until the next tick.
        if (descriptor->Accesses != byte.MaxValue)
        {
            descriptor->Accesses++;
        }

        return true;
    }

    /// <summary>Whether this access is one to notice. A page is marked as referenced at every access, as the processor does it in a page table.</summary>
    private unsafe bool IsToBeNoticed(PageDescriptor* descriptor, EpochSlot* thread)
    {
        if (!_followsAccesses && !descriptor->State.IsReferenced)
        {
            descriptor->Set(PageFlags.Referenced);
        }

        if (_sampling > 1 && --thread->UntilNoticed > 0)
        {
            return false;
        }

        thread->UntilNoticed = _sampling;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> BringUp(PageId page)
    {
        // The batch protects whatever frame this is from here on too.
        using ReadLease lease = Read(page);
        return lease.Span;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe LeasedFrame ReadSlowly(PageId page, EpochSlot* slot, int lease)
    {
        if (lease < EpochSlot.MaxLeases)
        {
            slot->Exit(lease);
        }

        return ReadSlowly(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe LeasedFrame ReadSlowly(PageId page)
    {
        PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
        if (descriptor != null)
        {
            if (IsThere(page, descriptor, out Node? node, out _) && IsToBeNoticed(descriptor, ReaderEpochs.ThisThread))
            {
                // Before the lease: what works inline may want frames, and a promotion is done before the page is read.
                NoticeAccess(page, ref *descriptor, node);
                _inline?.Run();
            }

            EpochSlot* slot = ReaderEpochs.Enter(_number, out int lease);
            if (IsThere(page, descriptor, out node, out uint frame))
            {
                nint address = node.Arena!.Address(frame);
                slot->Hold(lease, address);
                return new LeasedFrame(address, lease, node.Id, wasPagedIn: false);
            }

            slot->Exit(lease);
        }

        return PageInAndRead(page);
    }

    /// <summary>Whether this is the page, on a node that is read in place.</summary>
    private unsafe bool IsThere(PageId page, PageDescriptor* descriptor, [NotNullWhen(true)] out Node? node, out uint frame)
    {
        PageState state = descriptor->State;
        frame = state.Frame;
        return IsReadable(state, out node) && Volatile.Read(ref descriptor->Generation) == page.Generation;
    }

    private unsafe LeasedFrame PageInAndRead(PageId page)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        bool wasPagedIn = false;
        ref PageDescriptor locked = ref PageLocks.Lock(_core, page);
        Node node = PageInLocked(page.Index, ref locked, ref wasPagedIn);

        // Entered before the lock ends, so that not even the most pressing reclaim can take the page away again before it is read.
        EpochSlot* slot;
        int lease;
        try
        {
            slot = ReaderEpochs.Enter(_number, out lease);
        }
        catch
        {
            locked.Unlock();
            throw;
        }

        nint address = node.Arena!.Address(locked.State.Frame);
        slot->Hold(lease, address);
        locked.Unlock();
        try
        {
            _inline?.Run();
        }
        catch
        {
            slot->Exit(lease);
            throw;
        }

        return new LeasedFrame(address, lease, node.Id, wasPagedIn);
    }

    /// <summary>
    /// Leases a page for writing; brings it up first where it must, and waits for another writer. The lease writes to a copy, which replaces the page's contents when it is
    /// disposed.
    /// </summary>
    /// <remarks>
    /// Writers of one page wait for each other without limit: a lease that is never disposed blocks all later ones, and two threads that take two pages in opposite order block each other.
    /// Readers never wait for a writer.
    /// </remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    /// <exception cref="TierFullException">There is no room for the page, or for the copy.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public unsafe WriteLease Write(PageId page)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ref PageDescriptor descriptor = ref _core.Pages.Find(page);
        if (IsReadable(descriptor.State, out Node? seen) && IsToBeNoticed((PageDescriptor*)Unsafe.AsPointer(ref descriptor), ReaderEpochs.ThisThread))
        {
            NoticeAccess(page, ref descriptor, seen);
        }

        descriptor = ref PageLocks.Lock(_core, page);
        bool wasPagedIn = false;
        Node node = PageInLocked(page.Index, ref descriptor, ref wasPagedIn);
        try
        {
            _inline?.Run();
            (Node Node, uint Frame) copy = _allocator.AllocateCopy(node, descriptor.Domain);
            node.Storage.Span(descriptor.State.Frame).CopyTo(copy.Node.Storage.Span(copy.Frame));
            return new WriteLease(_core, page.Index, copy.Node, copy.Frame, wasPagedIn);
        }
        catch
        {
            descriptor.Unlock();
            throw;
        }
    }

    /// <summary>Frees a page, wherever it is. Who still reads it may finish. A file page that is dirty is not written back: <see cref="Flush"/> it first to keep what was written.</summary>
    /// <exception cref="ArgumentException">The page was freed already.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    /// <exception cref="TierIOException">A durable node could not be told; the page lives on.</exception>
    public void Free(PageId page)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ref PageDescriptor descriptor = ref PageLocks.Lock(_core, page);
        try
        {
            _core.ForgetDurably(page.Index);
        }
        catch
        {
            descriptor.Unlock();
            throw;
        }

        const PageFlags All = PageFlags.Locked | PageFlags.Isolated | PageFlags.Dirty | PageFlags.Referenced | PageFlags.Active | PageFlags.Demoted | PageFlags.File | PageFlags.Promoting;

        // Read now: once the page is freed, its descriptor may have another page at any moment.
        DomainAccount domain = _core.Domains[descriptor.Domain];
        while (true)
        {
            PageState state = descriptor.State;
            if (state.IsIsolated)
            {
                // Somebody has it off its list: that one finds it freed, and recycles the descriptor.
                if (descriptor.TryTransition(state, state.At(Place.Freed, 0).Without(All ^ PageFlags.Isolated)))
                {
                    ReleaseContents(state, domain);
                    return;
                }
            }
            else if (!state.Place.IsNode || _core.TryIsolate(page.Index))
            {
                state = descriptor.MoveTo(Place.Freed, 0, clear: All);
                ReleaseContents(state, domain);
                _core.Pages.Recycle(page.Index);
                return;
            }
        }
    }

    /// <summary>Writes a dirty file page back to the store now. A page that is clean, anonymous or not in memory needs nothing.</summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    /// <exception cref="TierIOException">The store did not take the page; it stays dirty.</exception>
    public void Flush(PageId page)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ref PageDescriptor descriptor = ref PageLocks.Lock(_core, page);
        try
        {
            PageState state = descriptor.State;
            if (state.Place.IsNode && state.IsDirty && state.Has(PageFlags.File))
            {
                _reclaimer.WriteBack(_core.Nodes[state.Place.Node], page.Index, ref descriptor);
            }
        }
#pragma warning disable CA1031 // Whatever the program's store throws is told under one type that says where it came from.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new TierIOException(FormattableString.Invariant($"The store could not write key {descriptor.StoreKey}: {error.Message}"), "store", error);
        }
        finally
        {
            descriptor.Unlock();
        }
    }

    /// <summary>Releases the memory and removes its files. Dirty file pages are written back first, as an unmapped file's are; all else is gone.</summary>
    /// <exception cref="AggregateException">The store did not take all dirty pages; the memory is released all the same.</exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _meter.Dispose();
        _promoter.Dispose();

        // All of them are told to stop before any is gone: one that still works may wake another.
        Array.ForEach(_background, static background => background.Stop());
        Array.ForEach(_background, static background => background.Dispose());

        List<Exception> failures = FlushAll();
        _directory = PageTable.Nothing;
        _core.Dispose();
        if (failures.Count > 0)
        {
            throw new AggregateException($"{failures.Count} dirty file pages could not be written back to the store.", failures);
        }
    }

    private List<Exception> FlushAll()
    {
        List<Exception> failures = [];
        for (uint page = 0; page < _core.Pages.Length; page++)
        {
            ref PageDescriptor descriptor = ref _core.Pages[page];
            PageState state = descriptor.State;
            if (state.Place.IsNode && state.IsDirty && state.Has(PageFlags.File))
            {
                try
                {
                    _reclaimer.WriteBack(_core.Nodes[state.Place.Node], page, ref descriptor);
                }
#pragma warning disable CA1031 // One page's failure must not keep the others from the store; all are told together.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    failures.Add(error);
                }
            }
        }

        return failures;
    }

    /// <summary>Brings a locked page up if it is not where it can be read; on an exception the lock ends.</summary>
    private Node PageInLocked(uint page, ref PageDescriptor descriptor, ref bool wasPagedIn)
    {
        if (IsReadable(descriptor.State, out Node? node))
        {
            return node;
        }

        try
        {
            node = _faults.PageIn(page, ref descriptor);
            wasPagedIn = true;
            CountAccess(ref descriptor, _core.Clock.Now);
            return node;
        }
        catch
        {
            descriptor.Unlock();
            throw;
        }
    }

    private void ReleaseContents(PageState state, DomainAccount domain)
    {
        if (state.Place == Place.Swap)
        {
            _core.Swap!.ReturnSlot(state.Frame);
        }
        else if (state.Place.IsNode)
        {
            Node node = _core.Nodes[state.Place.Node];
            domain.Uncharge();
            if (state.IsIsolated)
            {
                node.AddIsolated(-1);
            }

            if (state.IsDirtyFile)
            {
                node.Counters.AddDirty(-1);
            }

            node.RetireFrame(state);
        }
    }

    private bool IsReadable(PageState state, [NotNullWhen(true)] out Node? node)
    {
        if (state.Place.IsNode && _core.Nodes[state.Place.Node] is { IsByteAddressable: true } found)
        {
            node = found;
            return true;
        }

        node = null;
        return false;
    }

    /// <summary>Notices an access to a page in memory: counts it, marks the page referenced, and asks the promote rules.</summary>
    private void NoticeAccess(PageId page, ref PageDescriptor descriptor, Node node)
    {
        long now = _core.Clock.Coarse;
        bool watched = _promoter.Watches(node.Id);
        long idle = watched ? Math.Max(0, now - descriptor.LastAccess) : 0;
        CountAccess(ref descriptor, now);
        if (_followsAccesses)
        {
            node.Lists.OnAccess(node, page.Index);
        }
        else if (!descriptor.State.IsReferenced)
        {
            descriptor.Set(PageFlags.Referenced);
        }

        if (watched)
        {
            PageInfo info = _core.Describe(ref descriptor, node.Id, now) with { IdleNanoseconds = idle };
            _promoter.OnAccess(page, ref descriptor, in info);
        }
    }

    private void CountAccess(ref PageDescriptor descriptor, long now)
    {
        int accesses = descriptor.AccessesAt(now, _core.AgingPeriod) + 1;
        descriptor.Accesses = (byte)Math.Min(accesses, byte.MaxValue);
        descriptor.LastAccess = now;
    }

    private void Validate(PageOptions options)
    {
        if ((uint)options.Domain.Value >= (uint)_core.Domains.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Domain.Value, $"Policy '{TPolicy.Description.Name}' has no domain of that number.");
        }

        if (options.Node is int node && !NodeOf(node).IsByteAddressable)
        {
            throw new ArgumentOutOfRangeException(nameof(options), node, $"Node '{_core.Nodes[node].Name}' is not byte-addressable: pages reach it by demotion only.");
        }
    }

    private Node NodeOf(int node) => (uint)node < (uint)_core.Nodes.Length
        ? _core.Nodes[node]
        : throw new ArgumentOutOfRangeException(nameof(node), node, $"Topology '{TPolicy.Description.Topology.Name}' has nodes 0 to {_core.Nodes.Length - 1}.");
}
