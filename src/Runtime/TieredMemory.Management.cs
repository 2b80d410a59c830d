using TierPolicy.Counters;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>What an operator asks of a memory: move, reclaim, unplug, count.</content>
public sealed partial class TieredMemory<TPolicy>
{
    /// <summary>The nodes as they are now, by id.</summary>
    public IReadOnlyList<NodeStatus> Nodes =>
    [
        .. _core.Nodes.Select(node => new NodeStatus
        {
            Id = node.Id,
            Name = node.Name,
            Kind = node.Description.Kind,
            IsOnline = _hotplug.IsOnline(node),
            CapacityPages = node.Frames.Capacity,
            PagesInUse = node.Frames.InUse,
            Stat = NodeStat.Of(node),
        }),
    ];

    /// <summary>The counters of all nodes together.</summary>
    public VmStat Stat => VmStat.Sum([.. _core.Nodes.Select(NodeStat.Of)]);

    /// <summary>Moves pages to a node now. Each page that cannot move stays where it is.</summary>
    /// <returns>How many pages did not move, and separately how many did; pages that are there already count as neither.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public MigrationResult Migrate(ReadOnlySpan<PageId> pages, int node)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Node target = NodeOf(node);
        int moved = 0;
        int alreadyThere = 0;
        foreach (PageId page in pages)
        {
            if (!_core.Pages.Exists(page))
            {
                return new MigrationResult(pages.Length - moved - alreadyThere, moved, PageTable.Gone(page));
            }

            PageState state = _core.Pages[page.Index].State;
            if (state.Place == Place.OnNode(node))
            {
                alreadyThere++;
            }
            else if (state.Place.IsNode && TryMigrate(page, _core.Nodes[state.Place.Node], target))
            {
                moved++;
            }
        }

        _inline?.Run();
        return new MigrationResult(pages.Length - moved - alreadyThere, moved);
    }

    /// <summary>Makes room without need: gives pages to the reclaim rules until so many bytes have left their nodes, from the fastest nodes on. Pages whose demotion fails stay.</summary>
    /// <returns>The bytes that left their nodes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public long Reclaim(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
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
        ObjectDisposedException.ThrowIf(_isDisposed, this);
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
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        OfflineResult result = _hotplug.Offline(NodeOf(node));
        _inline?.Run();
        return result;
    }

    /// <summary>Brings a node back on line; the table with it takes over at once.</summary>
    /// <exception cref="InvalidOperationException">The topology does not declare the node <c>hotplug</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public void Online(int node)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _hotplug.Online(NodeOf(node));
    }

    private bool TryMigrate(PageId page, Node source, Node target)
    {
        bool isAllowed = (_core.Domains[_core.Pages[page.Index].Domain].Nodes & (1UL << target.Id)) != 0;
        if (!isAllowed || !_core.TryIsolate(page.Index))
        {
            return false;
        }

        // Freed meanwhile, the descriptor may have a page of another domain.
        if (_core.Pages[page.Index].Generation == page.Generation && _migrator.TryMigrate(page.Index, source, target, MigrationReason.Request, target.Watermarks.Min))
        {
            return true;
        }

        _core.PutBack(page.Index);
        return false;
    }
}
