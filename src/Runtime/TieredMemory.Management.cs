using TierPolicy.Counters;
using TierPolicy.Epochs;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>What an operator asks of a memory: move, reclaim, unplug, count.</content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>
    /// A node, or swap, whose device fails has begun to do so, and gets no pages until it is tried again; or it works again. Its pages stay on it: who reads one while it fails gets a
    /// <see cref="TierIOException"/>.
    /// </summary>
    /// <remarks>
    /// Raised on a thread of the pool, in order and one at a time, some time after the fact. A handler may use the memory, as long as it is not disposed; what it throws is unhandled, as
    /// anything is that is thrown on such a thread.
    /// </remarks>
    public event EventHandler<NodeHealthEventArgs>? NodeHealthChanged;

    /// <summary>The nodes as they are now, by id.</summary>
    public IReadOnlyList<NodeStatus> Nodes =>
    [
        .. _core.Nodes.Select(node => new NodeStatus
        {
            Id = node.Id,
            Name = node.Name,
            Kind = node.Description.Kind,
            Placement = node.Arena?.Placement ?? "",
            IsOnline = _hotplug.IsOnline(node),
            CapacityPages = node.Frames.Capacity,
            PagesInUse = node.Frames.InUse,
            PagesReserved = node.Reserved,
            Errors = node.Health.Errors,
            IsFailing = node.Health.IsFailing,
            Stat = NodeStat.Of(node),
        }),
    ];

    /// <summary>The counters of all nodes together.</summary>
    public VmStat Stat => VmStat.Sum([.. _core.Nodes.Select(NodeStat.Of)]);

    /// <summary>
    /// Asks whether the memory works as it should: degraded are a node off line, a node or a swap that fails, a node whose background reclaim makes no progress, a lease that is held
    /// for too long, and a write lease whose thread has ended: nobody can end that one any more, and its page is locked for ever.
    /// </summary>
    /// <remarks>The age of a lease is seen from one look to the next (see <see cref="MemoryHealth.OldestLease"/>): ask regularly. Safe from any thread.</remarks>
    /// <param name="longestLease">How long a lease may be held; null: ten seconds.</param>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public MemoryHealth CheckHealth(TimeSpan? longestLease = null)
    {
        Disposed.ThrowIf(_isDisposed, this);
        TimeSpan oldest = _leaseAges.Observe();
        TimeSpan limit = longestLease ?? TimeSpan.FromSeconds(10);
        List<string> problems = [];
        foreach (Node node in _core.Nodes)
        {
            if (!_hotplug.IsOnline(node))
            {
                problems.Add($"Node '{node.Name}' is off line.");
            }
            else if (node.Health.IsFailing)
            {
                problems.Add(FormattableString.Invariant($"Node '{node.Name}' fails: {node.Health.Errors} errors until now. It gets no pages until it is tried again."));
            }
            else if (node.Frames.IsShort)
            {
                problems.Add(FormattableString.Invariant($"Node '{node.Name}' has memory for {node.Frames.Obtainable} of its {node.Frames.Capacity} pages: {node.Frames.WhyShort}. It is asked for again while pages are allocated."));
            }
            else if (node.BackgroundFailures >= MemoryHealth.FailuresInARow)
            {
                problems.Add(FormattableString.Invariant($"Background reclaim of node '{node.Name}' freed nothing in its last {node.BackgroundFailures} runs; {node.Pins.Count} of its frames are pinned."));
            }
        }

        if (_core.Swap is { Health: { IsFailing: true } swap })
        {
            problems.Add(FormattableString.Invariant($"Swap fails: {swap.Errors} errors until now. It gets pages only where nothing else can be reclaimed, until it is tried again."));
        }

        if (oldest > limit)
        {
            problems.Add(FormattableString.Invariant($"A read lease is held for {oldest.TotalSeconds:0.0} s at least: {ReaderEpochs.DescribeReaders()}."));
        }

        problems.AddRange(_writeLeaseAges.Problems(limit));
        return new MemoryHealth(problems, oldest);
    }

    /// <summary>Moves pages to a node now. Each page that cannot move stays where it is.</summary>
    /// <returns>How many pages did not move, and separately how many did; pages that are there already count as neither.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public MigrationResult Migrate(ReadOnlySpan<PageId> pages, int node)
    {
        Disposed.ThrowIf(_isDisposed, this);
        _inline?.RunDue();
        Node target = NodeOf(node);
        int moved = 0;
        int alreadyThere = 0;
        Exception? error = null;
        Span<PageId> batch = stackalloc PageId[Migrator.BatchMax];
        batch = batch[.._migrator.BatchSize];
        Node? source = null;
        int count = 0;
        foreach (PageId page in pages)
        {
            if (!_core.Pages.Exists(page))
            {
                error = PageTable.Gone(page);
                break;
            }

            PageState state = _core.Pages[page.Index].State;
            if (state.Place == Place.OnNode(node))
            {
                alreadyThere++;
            }
            else if (state.Place.IsNode && (_core.Domains[_core.Pages[page.Index].Domain].Nodes & (1UL << node)) != 0)
            {
                if (count == batch.Length || source?.Id != state.Place.Node)
                {
                    moved += MigrateBatch(batch[..count], source, target);
                    source = _core.Nodes[state.Place.Node];
                    count = 0;
                }

                batch[count++] = page;
            }
        }

        moved += MigrateBatch(batch[..count], source, target);
        _inline?.Run();
        return new MigrationResult(pages.Length - moved - alreadyThere, moved, error);
    }

    /// <summary>Makes room without need: gives pages to the reclaim rules until so many bytes have left their nodes, from the fastest nodes on. Pages whose demotion fails stay.</summary>
    /// <returns>The bytes that left their nodes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public long Reclaim(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Disposed.ThrowIf(_isDisposed, this);
        _inline?.RunDue();
        long pages = (bytes / PageSize) + (bytes % PageSize == 0 ? 0 : 1);
        long reclaimed = _reclaimer.ProactiveReclaim(pages) * PageSize;
        _inline?.Run();
        return reclaimed;
    }

    /// <summary>Puts pages out of memory: to the store or to swap. Asks no rule and never demotes (Linux, <c>MADV_PAGEOUT</c>).</summary>
    /// <returns>How many pages are out of memory that were in it.</returns>
    /// <exception cref="ArgumentException">A page was freed; those before it are out.</exception>
    public int PageOut(ReadOnlySpan<PageId> pages)
    {
        Disposed.ThrowIf(_isDisposed, this);
        _inline?.RunDue();
        int gone = 0;
        foreach (PageId page in pages)
        {
            _ = ref _core.Pages.Find(page);
            gone += _reclaimer.PageOut(page) ? 1 : 0;
        }

        _inline?.Run();
        return gone;
    }

    /// <summary>
    /// Takes a node off line: its pages move to other nodes that their domains allow. Demotion rests everywhere meanwhile. If pages cannot move, the node stays on line and the
    /// result says why.
    /// </summary>
    /// <exception cref="InvalidOperationException">The topology does not declare the node <c>hotplug</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public OfflineResult Offline(int node)
    {
        Disposed.ThrowIf(_isDisposed, this);
        _inline?.RunDue();
        OfflineResult result = _hotplug.Offline(NodeOf(node));
        _inline?.Run();
        return result;
    }

    /// <summary>Brings a node back on line; the table with it takes over at once.</summary>
    /// <exception cref="InvalidOperationException">The topology does not declare the node <c>hotplug</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public void Online(int node)
    {
        Disposed.ThrowIf(_isDisposed, this);
        _hotplug.Online(NodeOf(node));
    }

    /// <returns>How many pages moved.</returns>
    private int MigrateBatch(ReadOnlySpan<PageId> pages, Node? source, Node target)
    {
        if (source is null)
        {
            return 0;
        }

        Span<uint> isolated = stackalloc uint[Migrator.BatchMax];
        isolated = isolated[.._core.TryIsolate(source, pages, isolated)];
        List<uint> notMoved = [];
        _ = _migrator.Migrate(isolated, source, target, MigrationReason.Request, target.Watermarks.Min, notMoved);
        foreach (uint page in notMoved)
        {
            _core.PutBack(page);
        }

        return isolated.Length - notMoved.Count;
    }
}
