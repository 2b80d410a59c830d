using TierPolicy.AgingAlgorithms;
using TierPolicy.Counters;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Reclaim;

/// <content>Scans the lists of a node.</content>
internal sealed partial class Reclaimer<TPolicy>
{
    private static readonly PageKind[] ScanOrder = [PageKind.File, PageKind.Anon];

    /// <summary>
    /// One pass over a node's lists, as hard as the control's priority says, until enough is reclaimed. File and anonymous pages are scanned in turn, in
    /// proportion to how many there are (Linux, <c>shrink_node</c> and <c>shrink_lruvec</c>).
    /// </summary>
    public void ShrinkNode(Node node, ScanControl control)
    {
        if (node.Frames.IsClosed)
        {
            // It is being emptied by moving its pages, or is empty.
            return;
        }

        if (node.Lists is not TwoLists lists)
        {
            ShrinkOrder(node, control);
            return;
        }

        Span<long> toScan = stackalloc long[2];
        foreach (PageKind kind in ScanOrder)
        {
            toScan[(int)kind] = kind == PageKind.Anon && !CanReclaimAnonPages(node, control)
                ? 0
                : (node.Lists.Count(kind, active: false) + node.Lists.Count(kind, active: true)) >> control.Priority;
        }

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
                if (InactiveIsLow(node, kind) || control.Domain != 0)
                {
                    ShrinkActiveList(node, lists, kind, pages, control.Domain);
                }

                ShrinkInactiveList(node, lists, kind, pages, control);
            }
        }

        // Anonymous pages age even while this context may not take them, or they would all look alike when one that may comes along.
        if (CanAgeAnonPages(node) && InactiveIsLow(node, PageKind.Anon) && control.Domain == 0)
        {
            ShrinkActiveList(node, lists, PageKind.Anon, ScanControl.ClusterMax, domain: 0);
        }
    }

    /// <summary>One pass over the pages of a node that ages in one order: victims as its algorithm finds them.</summary>
    private void ShrinkOrder(Node node, ScanControl control)
    {
        bool anon = CanReclaimAnonPages(node, control);
        long all = node.Lists.Count(PageKind.File, active: false) + node.Lists.Count(PageKind.File, active: true)
            + (anon ? node.Lists.Count(PageKind.Anon, active: false) + node.Lists.Count(PageKind.Anon, active: true) : 0);
        long toScan = all >> control.Priority;
        VictimFilter filter = new(control.Domain, anon);
        Span<uint> victims = stackalloc uint[ScanControl.ClusterMax];
        while (toScan > 0 && !control.IsDone)
        {
            int wanted = (int)Math.Min(Math.Min(toScan, victims.Length), control.ToReclaim - control.Reclaimed);
            int taken = IsolateVictims(node, filter, victims[..wanted]);
            if (taken == 0)
            {
                return;
            }

            toScan -= taken;
            ShrinkVictims(node, victims[..taken], control);
        }
    }

    private int IsolateVictims(Node node, VictimFilter filter, Span<uint> victims)
    {
        int taken = 0;
        lock (node.Lock)
        {
            while (taken < victims.Length)
            {
                uint page = node.Lists.FindVictim(filter);
                if (page == PageTable.None)
                {
                    break;
                }

                core.Isolate(node, page, ref core.Pages[page]);
                victims[taken++] = page;
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
    public bool CanReclaimAnonPages(Node node, ScanControl control) =>
        control.MayUnmap
        && ((core.Swap is { HasFreeSlots: true } && control.MayWrite)
            || (DemotionTable<TPolicy>.Next(core.OnlineSet, node.Id) >= 0 && DemotionIsOpen(control, core.Domains[control.Domain])));

    /// <summary>
    /// Whether the inactive list is too short to give pages time to be used again (Linux, <c>inactive_is_low</c>: one to one up to 1 GiB, then by the square
    /// root of ten times the GiB).
    /// </summary>
    private bool InactiveIsLow(Node node, PageKind kind)
    {
        long inactive = node.Lists.Count(kind, active: false);
        long active = node.Lists.Count(kind, active: true);
        long gibibytes = (inactive + active) * core.PageSize >> 30;
        long ratio = gibibytes == 0 ? 1 : (long)Math.Sqrt(10 * gibibytes);
        return inactive * ratio < active;
    }

    /// <summary>Moves pages from the end of an active list to the head of the inactive one (Linux, <c>shrink_active_list</c>): from there use may bring them back.</summary>
    private void ShrinkActiveList(Node node, TwoLists lists, PageKind kind, int pages, int domain)
    {
        int moved = 0;
        lock (node.Lock)
        {
            uint page = lists.Tail(kind, active: true);
            while (page != PageTable.None && moved < pages)
            {
                ref PageDescriptor descriptor = ref core.Pages[page];
                uint previous = descriptor.Previous;
                if (domain == 0 || descriptor.Domain == domain)
                {
                    lists.Remove(page);
                    descriptor.Clear(PageFlags.Active | PageFlags.Referenced);
                    lists.Add(page);
                    moved++;
                }

                page = previous;
            }
        }

        node.Counters.Count(VmStatItem.PgDeactivate, moved);
    }

    /// <summary>Isolates victims from the end of an inactive list and has them decided on (Linux, <c>shrink_inactive_list</c>).</summary>
    private void ShrinkInactiveList(Node node, TwoLists lists, PageKind kind, int pages, ScanControl control)
    {
        Span<uint> victims = stackalloc uint[ScanControl.ClusterMax];
        while (pages > 0 && !control.IsDone)
        {
            int wanted = (int)Math.Min(pages, control.ToReclaim - control.Reclaimed);
            int taken = IsolateTail(node, lists, kind, victims[..wanted], control.Domain);
            if (taken == 0)
            {
                return;
            }

            pages -= taken;
            ShrinkVictims(node, victims[..taken], control);
        }
    }

    private int IsolateTail(Node node, TwoLists lists, PageKind kind, Span<uint> victims, int domain)
    {
        int taken = 0;
        lock (node.Lock)
        {
            uint page = lists.Tail(kind, active: false);
            while (page != PageTable.None && taken < victims.Length)
            {
                ref PageDescriptor descriptor = ref core.Pages[page];
                uint previous = descriptor.Previous;
                if (domain == 0 || descriptor.Domain == domain)
                {
                    core.Isolate(node, page, ref descriptor);
                    victims[taken++] = page;
                }

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
