using System.Numerics;
using TierPolicy.AgingAlgorithms;
using TierPolicy.Counters;
using TierPolicy.Domains;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Reclaim;

/// <content>Scans the lists of a node.</content>
internal sealed partial class Reclaimer<TPolicy>
{
    /// <summary>Pages that are looked at under a node's lock at a time; some tens of microseconds.</summary>
    private const int LooksMax = 512;

    private static readonly PageKind[] ScanOrder = [PageKind.File, PageKind.Anon];

    /// <summary>
    /// One pass over a node's lists, as hard as the control's priority says, until enough is reclaimed. Where the policy has domains, each is scanned in proportion to the pages that
    /// it has there (Linux, <c>shrink_node</c> and <c>shrink_node_memcgs</c>).
    /// </summary>
    public void ShrinkNode(Node node, ScanControl control)
    {
        if (node.Frames.IsClosed)
        {
            // It is being emptied by moving its pages, or is empty.
            return;
        }

        if (node.Lists is not ListsByDomain domains)
        {
            ShrinkLists(node, node.Lists, control.Domain, control, control.Priority, least: 0);
        }
        else if (control.Domain == 0)
        {
            ShrinkDomains(node, domains, control);
        }
        else if (domains.Of(control.Domain) is NodeLists own)
        {
            ShrinkLists(node, own, control.Domain, control, control.Priority, least: 0);
        }
    }

    private void ShrinkDomains(Node node, ListsByDomain domains, ScanControl control)
    {
        for (long toScan = domains.Total >> control.Priority; toScan > 0 && !control.IsDone;)
        {
            int domain;
            lock (node.Lock)
            {
                if (!domains.TryNext(out domain))
                {
                    return;
                }
            }

            NodeLists lists = domains.Of(domain)!;
            long all = lists.Total;

            // No more than a cluster a turn, or the first would bear the whole of a small request.
            int clusters = BitOperations.Log2((ulong)(all / ScanControl.ClusterMax) + 1);
            long scanned = Math.Max(1, ShrinkLists(node, lists, domain, control, Math.Max(control.Priority, clusters), least: 1));
            toScan -= scanned;
            lock (node.Lock)
            {
                domains.CountScanned(domain, scanned, all);
            }
        }
    }

    /// <summary>One pass over the lists of a node, or of one domain there (Linux, <c>shrink_lruvec</c>): file and anonymous pages in turn, in proportion to how many there are.</summary>
    /// <param name="node">The node.</param>
    /// <param name="lists">Its lists, or those of one domain.</param>
    /// <param name="domain">That domain; 0 for none.</param>
    /// <param name="control">The request.</param>
    /// <param name="priority">How hard to scan: the lists' sizes are shifted right by it.</param>
    /// <param name="least">Pages to scan at the least, where there are any.</param>
    /// <returns>How many pages were scanned.</returns>
    private long ShrinkLists(Node node, NodeLists lists, int domain, ScanControl control, int priority, long least)
    {
        bool anon = CanReclaimAnonPages(node, control, core.Domains[domain]);
        if (lists is not TwoLists two)
        {
            return ShrinkOrder(node, lists, control, anon, priority, least);
        }

        Span<long> toScan = stackalloc long[2];
        foreach (PageKind kind in ScanOrder)
        {
            long all = kind == PageKind.Anon && !anon ? 0 : Count(two, kind);
            toScan[(int)kind] = Math.Max(all >> priority, Math.Min(all, least));
            least -= toScan[(int)kind];
        }

        long scanned = 0;
        while ((toScan[0] > 0 || toScan[1] > 0) && !control.IsDone)
        {
            foreach (PageKind kind in ScanOrder)
            {
                int pages = (int)Math.Min(toScan[(int)kind], ScanControl.ClusterMax);
                if (pages == 0 || control.IsDone)
                {
                    continue;
                }

                toScan[(int)kind] -= pages;
                if (InactiveIsLow(two, kind))
                {
                    ShrinkActiveList(node, two, kind, pages);
                }

                scanned += ShrinkInactiveList(node, two, kind, pages, control);
            }
        }

        // Anonymous pages age even while this context may not take them, or they would all look alike when one that may comes along.
        if (CanAgeAnonPages(node) && InactiveIsLow(two, PageKind.Anon))
        {
            ShrinkActiveList(node, two, PageKind.Anon, ScanControl.ClusterMax);
        }

        return scanned;
    }

    /// <summary>As <see cref="ShrinkLists"/>, where pages age in one order: victims as its algorithm finds them.</summary>
    private long ShrinkOrder(Node node, NodeLists lists, ScanControl control, bool anon, int priority, long least)
    {
        long all = Count(lists, PageKind.File) + (anon ? Count(lists, PageKind.Anon) : 0);
        long toScan = Math.Max(all >> priority, Math.Min(all, least));
        VictimFilter filter = new(anon);
        Span<uint> victims = stackalloc uint[ScanControl.ClusterMax];
        long scanned = 0;
        while (scanned < toScan && !control.IsDone)
        {
            int wanted = (int)Math.Min(Math.Min(toScan - scanned, victims.Length), control.ToReclaim - control.Reclaimed);
            int taken = IsolateVictims(node, lists, filter, victims[..wanted]);
            if (taken == 0)
            {
                break;
            }

            scanned += taken;
            ShrinkVictims(node, victims[..taken], control);
        }

        return scanned;
    }

    private static long Count(NodeLists lists, PageKind kind) => lists.Count(kind, active: false) + lists.Count(kind, active: true);

    /// <summary>
    /// Takes the next victims off a list. Where many pages are given another chance first, the lock is left now and then: whoever brings up, allocates or frees a page of the node waits
    /// for it.
    /// </summary>
    private int IsolateVictims(Node node, NodeLists lists, VictimFilter filter, Span<uint> victims)
    {
        // As often as any algorithm goes round: after that all are in use.
        long left = (PageState.MaxFrequency + 1) * lists.Total;
        int taken = 0;
        bool isOver = false;
        while (taken < victims.Length && left > 0 && !isOver)
        {
            lock (node.Lock)
            {
                int looks = (int)Math.Min(left, LooksMax);
                left -= looks;
                while (taken < victims.Length && looks > 0 && !isOver)
                {
                    uint page = lists.FindVictim(filter, ref looks);
                    if (page != PageTable.None)
                    {
                        core.Isolate(node, page, ref core.Pages[page]);
                        victims[taken++] = page;
                    }
                    else
                    {
                        isOver = looks > 0;
                    }
                }
            }
        }

        return taken;
    }

    private void ShrinkVictims(Node node, ReadOnlySpan<uint> victims, ScanControl control)
    {
        node.Counters.Count(ScanItem(control.Reason), victims.Length);
        long before = control.Reclaimed;
        ShrinkPageList(node, victims, control);
        node.Counters.Count(StealItem(control.Reason), control.Reclaimed - before);
    }

    /// <summary>Could anonymous pages ever leave this node? Decides whether their lists are aged (patch 10 of the January 2021 series).</summary>
    public bool CanAgeAnonPages(Node node) =>
        core.Swap is not null || DemotionTable<TPolicy>.Next(core.OnlineSet, node.Id) >= 0;

    /// <summary>Can anonymous pages leave this node now, for this request? Decides whether they are scanned (patch 11 of the January 2021 series).</summary>
    public bool CanReclaimAnonPages(Node node, ScanControl control) => CanReclaimAnonPages(node, control, core.Domains[control.Domain]);

    private bool CanReclaimAnonPages(Node node, ScanControl control, DomainAccount domain) =>
        control.MayUnmap
        && ((control.MayWrite && MaySwap(control))
            || (DemotionTable<TPolicy>.Next(core.OnlineSet, node.Id) >= 0 && DemotionIsOpen(control, domain)));

    /// <summary>
    /// Whether the inactive list is too short to give pages time to be used again (Linux, <c>inactive_is_low</c>: one to one up to 1 GiB, then by the square
    /// root of ten times the GiB).
    /// </summary>
    private bool InactiveIsLow(TwoLists lists, PageKind kind)
    {
        long inactive = lists.Count(kind, active: false);
        long active = lists.Count(kind, active: true);
        long gibibytes = (inactive + active) * core.PageSize >> 30;
        long ratio = gibibytes == 0 ? 1 : (long)Math.Sqrt(10 * gibibytes);
        return inactive * ratio < active;
    }

    /// <summary>Moves pages from the end of an active list to the head of the inactive one (Linux, <c>shrink_active_list</c>): from there use may bring them back.</summary>
    private void ShrinkActiveList(Node node, TwoLists lists, PageKind kind, int pages)
    {
        int moved = 0;
        lock (node.Lock)
        {
            uint page = lists.Tail(kind, active: true);
            while (page != PageTable.None && moved < pages)
            {
                ref PageDescriptor descriptor = ref core.Pages[page];
                uint previous = descriptor.Previous;
                lists.Remove(page);
                descriptor.Clear(PageFlags.Active | PageFlags.Referenced);
                lists.Add(page);
                moved++;
                page = previous;
            }
        }

        node.Counters.Count(VmStatItem.PgDeactivate, moved);
    }

    /// <summary>Isolates victims from the end of an inactive list and has them decided on (Linux, <c>shrink_inactive_list</c>).</summary>
    /// <returns>How many pages were scanned.</returns>
    private int ShrinkInactiveList(Node node, TwoLists lists, PageKind kind, int pages, ScanControl control)
    {
        Span<uint> victims = stackalloc uint[ScanControl.ClusterMax];
        int scanned = 0;
        while (scanned < pages && !control.IsDone)
        {
            int wanted = (int)Math.Min(pages - scanned, control.ToReclaim - control.Reclaimed);
            int taken = IsolateTail(node, lists, kind, victims[..wanted]);
            if (taken == 0)
            {
                break;
            }

            scanned += taken;
            ShrinkVictims(node, victims[..taken], control);
        }

        return scanned;
    }

    private int IsolateTail(Node node, TwoLists lists, PageKind kind, Span<uint> victims)
    {
        int taken = 0;
        lock (node.Lock)
        {
            uint page = lists.Tail(kind, active: false);
            while (page != PageTable.None && taken < victims.Length)
            {
                ref PageDescriptor descriptor = ref core.Pages[page];
                uint previous = descriptor.Previous;
                core.Isolate(node, page, ref descriptor);
                victims[taken++] = page;
                page = previous;
            }
        }

        return taken;
    }

    private static VmStatItem ScanItem(ReclaimReason reason) => reason switch
    {
        ReclaimReason.Background => VmStatItem.PgScanKswapd,
        ReclaimReason.Proactive => VmStatItem.PgScanProactive,
        _ => VmStatItem.PgScanDirect,
    };

    private static VmStatItem StealItem(ReclaimReason reason) => reason switch
    {
        ReclaimReason.Background => VmStatItem.PgStealKswapd,
        ReclaimReason.Proactive => VmStatItem.PgStealProactive,
        _ => VmStatItem.PgStealDirect,
    };

    private static VmStatItem DemoteItem(ReclaimReason reason) => reason switch
    {
        ReclaimReason.Background => VmStatItem.PgDemoteKswapd,
        ReclaimReason.Proactive => VmStatItem.PgDemoteProactive,
        _ => VmStatItem.PgDemoteDirect,
    };
}
