using TierPolicy.Engine;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Reclaim;

/// <summary>
/// Makes room on nodes (Linux, <c>mm/vmscan.c</c>, whose function names are kept). This part: who asks for reclaim, and how hard it tries;
/// <c>Reclaimer.Lists.cs</c> scans a node's lists, <c>Reclaimer.Pages.cs</c> decides on a batch of victims, <c>Reclaimer.Demotion.cs</c> demotes.
/// </summary>
internal sealed partial class Reclaimer<TPolicy>(MemoryCore core, Migrator migrator, int seed)
    where TPolicy : struct, ITierPolicy
{
    /// <summary>Node reclaim starts harder than the rest: it looks at little and gives up early (Linux, <c>NODE_RECLAIM_PRIORITY</c>).</summary>
    private const int NodeReclaimPriority = 4;

    /// <summary>Rounds of proactive reclaim without progress before it is given up: pages that were referenced get their second chance in the first (Linux, <c>MAX_RECLAIM_RETRIES</c>).</summary>
    private const int MaxRetries = 16;

    private readonly ulong _promoteTargets = PromoteTargets();
    private readonly ulong _byteAddressable = ByteAddressable(core.Nodes);
    private readonly Node[] _fastestFirst = [.. core.Nodes.OrderBy(static node => node.Description.Tier)];
    private readonly bool[] _inNodeReclaim = new bool[core.Nodes.Length];

    /// <summary>The background reclaimer of a node: works until the node is above its high watermark, or its promo one where pages are promoted to it (Linux, <c>balance_pgdat</c>).</summary>
    /// <returns>Whether the node is balanced, or at least got better.</returns>
    public bool BalanceNode(Node node)
    {
        long mark = (_promoteTargets & (1UL << node.Id)) != 0 ? node.Watermarks.Promo : node.Watermarks.High;
        if (node.Watermarks.AreZero)
        {
            return node.Frames.Free > 0 || ReclaimOne(node);
        }

        ScanControl control = new() { Reason = ReclaimReason.Background, ToReclaim = long.MaxValue };
        for (control.Priority = ScanControl.DefaultPriority; control.Priority >= 0; control.Priority--)
        {
            long before = control.Reclaimed;
            ShrinkUntil(node, mark, control);
            if (node.Frames.Free >= mark)
            {
                return true;
            }

            if (control.Reclaimed - before >= ScanControl.ClusterMax)
            {
                // It goes well: no reason to scan harder (balance_pgdat raises the priority only when it does not).
                control.Priority++;
            }
        }

        return control.Reclaimed > 0;
    }

    /// <summary>An allocating thread reclaims on all nodes it may use (Linux, <c>try_to_free_pages</c>).</summary>
    public bool DirectReclaim(ReadOnlySpan<byte> nodes, ulong allowed, Obstacles obstacles)
    {
        Node[] usable = new Node[nodes.Length];
        int count = 0;
        bool single = true;
        foreach (byte node in nodes)
        {
            if (IsIn(allowed, node))
            {
                usable[count++] = core.Nodes[node];
                single &= core.Nodes[node].Watermarks.AreZero;
            }
        }

        ScanControl control = new() { Reason = ReclaimReason.Direct, ToReclaim = single ? 1 : ScanControl.ClusterMax, Obstacles = obstacles };
        ShrinkNodes(usable.AsSpan(0, count), control);
        return control.Reclaimed > 0;
    }

    /// <summary>Makes room on the allocating thread's own node before it falls back to another, as the mode allows (Linux, <c>node_reclaim</c>).</summary>
    public bool NodeReclaim(Node node)
    {
        ReclaimMode mode = core.Mode;

        // One at a time a node: the others fall back meanwhile (Linux, PGDAT_RECLAIM_LOCKED).
        if (Interlocked.Exchange(ref _inNodeReclaim[node.Id], true))
        {
            return false;
        }

        try
        {
            ScanControl control = new()
            {
                Reason = ReclaimReason.Node,
                ToReclaim = node.Watermarks.AreZero ? 1 : ScanControl.ClusterMax,
                MayWrite = mode.HasFlag(ReclaimMode.Write),
                MayUnmap = mode.HasFlag(ReclaimMode.Unmap),
                Priority = NodeReclaimPriority,
            };

            // One page is what it is called for; the rest of a batch is for the next ones (Linux, __node_reclaim).
            for (; control.Priority >= 0 && control.Reclaimed == 0; control.Priority--)
            {
                ShrinkNode(node, control);
            }

            return control.Reclaimed > 0;
        }
        finally
        {
            Volatile.Write(ref _inNodeReclaim[node.Id], false);
        }
    }

    /// <summary>Reclaims pages of a domain that is at its limit, on all nodes (Linux, <c>try_to_free_mem_cgroup_pages</c>).</summary>
    public bool DomainReclaim(int domain, Obstacles obstacles)
    {
        ScanControl control = new() { Reason = ReclaimReason.Domain, ToReclaim = 1, Domain = domain, Obstacles = obstacles };
        ShrinkNodes(core.Nodes, control);
        return control.IsDone;
    }

    /// <summary>Reclaims without pressure, from the fastest nodes on.</summary>
    /// <returns>Pages that left their node.</returns>
    public long ProactiveReclaim(long pages)
    {
        ScanControl control = new() { Reason = ReclaimReason.Proactive, ToReclaim = pages };
        for (int retries = 0; retries < MaxRetries && !control.IsDone;)
        {
            long before = control.Reclaimed;
            control.Priority = ScanControl.DefaultPriority;
            ShrinkNodes(_fastestFirst, control);
            retries = control.Reclaimed > before ? 0 : retries + 1;
        }

        return control.Reclaimed;
    }

    /// <summary>Gives isolated pages that a proactive rule has found to the reclaim rules. What does not leave is put back.</summary>
    public void ReclaimProactively(Node node, ReadOnlySpan<uint> isolated) =>
        ShrinkVictims(node, isolated, new ScanControl { Reason = ReclaimReason.Proactive, ToReclaim = isolated.Length });

    /// <summary>Puts one page out of memory, to swap or store (Linux, <c>reclaim_pages</c> for <c>MADV_PAGEOUT</c>).</summary>
    public bool PageOut(PageId id)
    {
        uint page = id.Index;
        if (!core.TryIsolate(page))
        {
            return false;
        }

        // Isolated, it stays on its node but for a writer; the page that was meant may have been freed before.
        PageState state = core.Pages[page].State;
        if (core.Pages[page].Generation != id.Generation || !state.Place.IsNode)
        {
            core.PutBack(page);
            return false;
        }

        Node node = core.Nodes[state.Place.Node];
        ScanControl control = new() { Reason = ReclaimReason.PageOut, ToReclaim = 1 };
        ShrinkPageList(node, [page], control);
        return control.IsDone;
    }

    private static bool IsIn(ulong nodes, byte node) => node < 64 && (nodes & (1UL << node)) != 0;

    private static ulong ByteAddressable(Node[] nodes)
    {
        ulong set = 0;
        foreach (Node node in nodes)
        {
            set |= node.IsByteAddressable ? 1UL << node.Id : 0;
        }

        return set;
    }

    private static ulong PromoteTargets()
    {
        ulong targets = 0;
        foreach (PromoteRuleDescription rule in TPolicy.Description.PromoteRules)
        {
            targets |= rule.Targets;
        }

        return targets;
    }

    /// <summary>A node without watermarks gives exactly one page at the moment it is needed: that is how a plain cache works.</summary>
    private bool ReclaimOne(Node node)
    {
        ScanControl control = new() { Reason = ReclaimReason.Background, ToReclaim = 1 };
        ShrinkNodes([node], control);
        return control.IsDone;
    }

    /// <summary>Scans the nodes in turn, lightly at first and then harder, until enough is reclaimed.</summary>
    private void ShrinkNodes(ReadOnlySpan<Node> nodes, ScanControl control)
    {
        for (; control.Priority >= 0 && !control.IsDone; control.Priority--)
        {
            for (int i = 0; i < nodes.Length && !control.IsDone; i++)
            {
                ShrinkNode(nodes[i], control);
            }
        }
    }

    // One pass at the control's priority that stops as soon as the node is above the mark.
    private void ShrinkUntil(Node node, long mark, ScanControl control)
    {
        long wanted = mark - node.Frames.Free;
        if (wanted <= 0)
        {
            return;
        }

        ScanControl pass = new() { Reason = control.Reason, ToReclaim = wanted, Priority = control.Priority };
        ShrinkNode(node, pass);
        control.Reclaimed += pass.Reclaimed;
    }
}
