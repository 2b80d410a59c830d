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
/// <remarks>Safe from any thread, but for <see cref="Dispose"/>: no other call may be under way then.</remarks>
/// <typeparam name="TPolicy">The struct that the generator makes of a policy; the code is specialised on it.</typeparam>
public sealed partial class TieredMemory<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private readonly MemoryCore _core;
    private readonly Migrator _migrator;
    private readonly Reclaimer<TPolicy> _reclaimer;
    private readonly PageFaults<TPolicy> _faults;
    private readonly AsyncPageIns<TPolicy> _pageIns;
    private readonly FrameAllocator<TPolicy> _allocator;
    private readonly Promoter<TPolicy> _promoter;
    private readonly NodeHotplug<TPolicy> _hotplug;
    private readonly BackgroundReclaimer[] _background;
    private readonly InlineBackground? _inline;
    private readonly ProactiveReclaimer? _proactive;
    private readonly LeaseAges _leaseAges;
    private readonly WriteLeaseAges _writeLeaseAges;
    private readonly MemoryMeter _meter;
    private readonly int _sampling;

    private bool _isDisposed;

    /// <summary>Creates the memory: reserves its nodes and makes its files.</summary>
    /// <param name="options">What differs from the policy's defaults; null: nothing.</param>
    /// <exception cref="ArgumentException">An option names something that the topology has not, or is out of range.</exception>
    /// <exception cref="TieredMemoryException">A node or the swap cannot be made here; the message names it. Nothing is left behind.</exception>
    public TieredMemory(TieredMemoryOptions? options = null)
    {
        options ??= new TieredMemoryOptions();
        _core = MemoryBuilder.Build(TPolicy.Description, options);
        _leaseAges = new LeaseAges(_core, options.TimeProvider);
        _meter = MakeMeter(options);
        _sampling = MemoryBuilder.AccessSamplingOf(options);
        _followsAccesses = _core.Nodes[0].Lists.FollowsAccesses;
        _directory = _core.Pages.Directory;
        _number = _core.Number;
        _pageSize = options.Simulation is null ? _core.PageSize : 0;
        _pageShift = BitOperations.Log2((uint)_core.PageSize);
        unsafe
        {
            _frames = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_frameTable));
        }

        _migrator = Migrator.For(_core);
        _reclaimer = new Reclaimer<TPolicy>(_core, _migrator, options.Seed);
        _allocator = new FrameAllocator<TPolicy>(_core, _reclaimer);
        _faults = new PageFaults<TPolicy>(_core, _allocator, _reclaimer);
        _pageIns = new AsyncPageIns<TPolicy>(_core, _faults, _allocator);
        _inline = options.Background == BackgroundWork.Inline ? new InlineBackground() : null;
        _promoter = new Promoter<TPolicy>(_core, _migrator, options.Background);
        if (_sampling > 1 && _inline is null)
        {
            ReadPlainly(true);
        }

        _hotplug = new NodeHotplug<TPolicy>(_core, _migrator);
        _background = [.. _core.Nodes.Where(static node => !node.Watermarks.AreZero).Select(node => new BackgroundReclaimer(node, () => _reclaimer.BalanceNode(node), _inline))];

        // Without watermarks a node's reclaim is part of the allocation that needs it.
        foreach (Node node in _core.Nodes.Where(static node => node.Watermarks.AreZero))
        {
            node.WakeBackgroundReclaim = () => _reclaimer.BalanceNode(node);
        }

        if (TPolicy.Description.ProactiveRules.Count > 0)
        {
            // Once an aging period: what rules ask of a page changes at about that pace.
            ProactiveScan<TPolicy> scan = new(_core, _reclaimer);
            _inline?.Every(scan.Walk, _core.AgingPeriod, _core.Clock);
            _proactive = _inline is null ? new ProactiveReclaimer(scan.Walk, options.AgingPeriod, options.TimeProvider) : null;
        }

        _core.HealthChanges.Tell = change => NodeHealthChanged?.Invoke(this, change);
        _writeLeaseAges = new WriteLeaseAges(_core, options.TimeProvider);
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
        Disposed.ThrowIf(_isDisposed, this);
        Validate(options);
        _inline?.RunDue();
        bool waits = _core.BeginWait();
        PageId page;
        try
        {
            page = _core.Pages.IdOf(_faults.AllocateAnon(options));
        }
        finally
        {
            _core.EndWait(waits);
        }

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
        Disposed.ThrowIf(_isDisposed, this);
        Validate(options);
        return _core.Store is null
            ? throw new InvalidOperationException($"File pages need a store: set {nameof(TieredMemoryOptions)}.{nameof(TieredMemoryOptions.Store)}.")
            : _core.Pages.IdOf(_faults.AllocateFile(key, options));
    }

    /// <summary>
    /// Leases a page for writing; brings it up first where it must, and waits for another writer. The lease writes to a copy, which replaces the page's contents when it is
    /// disposed.
    /// </summary>
    /// <remarks>
    /// Writers of one page wait for each other without limit: a lease that is never disposed blocks all later ones, and two threads that take two pages in opposite order block each other.
    /// Readers never wait for a writer, but of a page that is written in place (<see cref="PageOptions.InPlace"/>): there the lease writes to the page itself, and waits, without limit, for
    /// those who read or pin it, as they do for it.
    /// </remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page; or a read lease, and it is written in place.</exception>
    /// <exception cref="TierFullException">There is no room for the page, or for the copy.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public unsafe WriteLease Write(PageId page)
    {
        Disposed.ThrowIf(_isDisposed, this);
        _inline?.RunDue();
        ref PageDescriptor descriptor = ref _core.Pages.Find(page);
        bool isReadable = IsReadable(descriptor.State, out Node? seen);
        if (isReadable && WeightOf(page, (PageDescriptor*)Unsafe.AsPointer(ref descriptor), seen!, ReaderEpochs.ThisThread, write: true) is > 0 and int weight)
        {
            NoticeAccess(page, ref descriptor, seen!, weight);
        }

        descriptor = ref PageLocks.Lock(_core, page);
        bool wasPagedIn = false;
        Node node = PageInLocked(page.Index, ref descriptor, ref wasPagedIn);
        if (!isReadable)
        {
            Record(page, write: true);
        }

        try
        {
            _inline?.Run();
            if (descriptor.State.IsInPlace)
            {
                return WriteInPlace(page, ref descriptor, node, wasPagedIn);
            }

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
        Disposed.ThrowIf(_isDisposed, this);
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

        const PageFlags All = PageFlags.Locked | PageFlags.Isolated | PageFlags.Dirty | PageFlags.Referenced | PageFlags.Active | PageFlags.Demoted | PageFlags.File | PageFlags.Promoting
            | PageFlags.Promoted | PageFlags.Bounced | PageFlags.InPlace;

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
        Disposed.ThrowIf(_isDisposed, this);
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
    /// <remarks>
    /// End all leases, batches and pins before. One that is still open keeps the contents it has, and may be ended; what is in a write lease then is given up. For as long as one is open the
    /// memory's address space is not given back to the system, and after that as soon as the garbage collector has looked; one that is never ended, and is not of a thread that has ended,
    /// keeps it until the process ends.
    /// </remarks>
    /// <exception cref="AggregateException">
    /// The store did not take all dirty pages, or what it does when a read of it is cancelled threw; the memory is released all the same.
    /// </exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        EndRecording();
        _meter.Dispose();
        _promoter.Dispose();
        _proactive?.Dispose();
        IReadOnlyCollection<Exception> notCancelled = _pageIns.Close();

        // All of them are told to stop before any is gone: one that still works may wake another.
        Array.ForEach(_background, static background => background.Stop());
        Array.ForEach(_background, static background => background.Join());

        List<Exception> notWritten = FlushAll();
        _directory = PageTable.Nothing;
        _core.Dispose();
        if (notWritten.Count + notCancelled.Count > 0)
        {
            string unwritten = notWritten.Count == 0 ? "" : FormattableString.Invariant($"{notWritten.Count} dirty file pages could not be written back to the store. ");
            string uncancelled = notCancelled.Count == 0 ? "" : FormattableString.Invariant($"The store threw {notCancelled.Count} exceptions when its reads were cancelled. ");
            throw new AggregateException((unwritten + uncancelled).TrimEnd(), [.. notWritten, .. notCancelled]);
        }
    }

    /// <summary>The program's factory may throw: before there are threads, so that nothing is left behind.</summary>
    private MemoryMeter MakeMeter(TieredMemoryOptions options)
    {
        try
        {
            return new MemoryMeter(_core, TPolicy.Description.Name, options.Name, _leaseAges, options.MeterFactory);
        }
        catch
        {
            _core.Abandon();
            throw;
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
            CountAccess(ref descriptor, _core.Clock.Now, weight: 1);
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
