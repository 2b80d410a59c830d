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
            Stat = _core.StatOf(node),
        }),
    ];

    /// <summary>The counters of all nodes together.</summary>
    public VmStat Stat => VmStat.Sum([.. _core.Nodes.Select(_core.StatOf)]);

    /// <summary>Moves pages to a node now. Each page that cannot move stays where it is.</summary>
    /// <returns>How many pages did not move, and separately how many did; pages that are there already count as neither.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public MigrationResult Migrate(ReadOnlySpan<PageId> pages, int node)
    {
        Node target = NodeOf(node);
        int moved = 0;
        int alreadyThere = 0;
        for (int i = 0; i < pages.Length; i++)
        {
            ref PageDescriptor descriptor = ref _core.Pages[0];
            try
            {
                descriptor = ref _core.Pages.Find(pages[i]);
            }
            catch (ArgumentException error)
            {
                return new MigrationResult(pages.Length - moved - alreadyThere, moved, error);
            }

            uint page = pages[i].Index;
            if (descriptor.State.Place == Place.OnNode(node))
            {
                alreadyThere++;
                continue;
            }

            bool isAllowed = (_core.Domains[descriptor.Domain].Nodes & (1UL << node)) != 0;
            if (!isAllowed || !_core.TryIsolate(page))
            {
                continue;
            }

            if (_core.Pages[page].Generation == pages[i].Generation && _migrator.TryMigrate(page, target, MigrationReason.Request, target.Watermarks.Min))
            {
                moved++;
            }
            else
            {
                _core.PutBack(page);
            }
        }

        return new MigrationResult(pages.Length - moved - alreadyThere, moved);
    }

    /// <summary>Makes room without need: gives pages to the reclaim rules until so many bytes have left their nodes, from the fastest nodes on. Pages whose demotion fails stay.</summary>
    /// <returns>The bytes that left their nodes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public long Reclaim(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        long pages = (bytes / PageSize) + (bytes % PageSize == 0 ? 0 : 1);
        return _reclaimer.ProactiveReclaim(pages) * PageSize;
    }

    /// <summary>Puts pages out of memory: to the store or to swap. Asks no rule and never demotes (Linux, <c>MADV_PAGEOUT</c>).</summary>
    /// <returns>How many pages are out of memory that were in it.</returns>
    /// <exception cref="ArgumentException">A page was freed; those before it are out.</exception>
    public int PageOut(ReadOnlySpan<PageId> pages)
    {
        int gone = 0;
        foreach (PageId page in pages)
        {
            _ = ref _core.Pages.Find(page);
            gone += _reclaimer.PageOut(page.Index) ? 1 : 0;
        }

        return gone;
    }

    /// <summary>
    /// Takes a node off line: its pages move to other nodes that their domains allow. Demotion rests everywhere meanwhile. If pages cannot move, the node stays on line and the
    /// result says why.
    /// </summary>
    /// <exception cref="InvalidOperationException">The topology does not declare the node <c>hotplug</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public OfflineResult Offline(int node) => _hotplug.Offline(NodeOf(node));

    /// <summary>Brings a node back on line; the table with it takes over at once.</summary>
    /// <exception cref="InvalidOperationException">The topology does not declare the node <c>hotplug</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public void Online(int node) => _hotplug.Online(NodeOf(node));
}
