using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Observability;
using TierPolicy.Pages;
using TierPolicy.Reclaim;

namespace TierPolicy.Hotplug;

/// <summary>
/// Takes nodes off line and brings them back (Linux, memory hotplug notifiers; patch 6 of the January 2021 series). The table of every set of nodes on
/// line was compiled, so that the change is the swap of one index: no reader ever sees a mix of two tables.
/// </summary>
internal sealed class NodeHotplug<TPolicy>(MemoryCore core, Migrator migrator)
    where TPolicy : struct, ITierPolicy
{
    /// <summary>Passes over a node that does not get empty, whatever the reason. Where it is one that passes, that is waited for after them.</summary>
    private const int MaxPasses = 8;

    private readonly Lock _lock = new();

    public bool IsOnline(Node node) => !node.Description.Hotplug || (core.OnlineSet & BitOf(node)) == 0;

    public OfflineResult Offline(Node node)
    {
        RequireHotplug(node);
        lock (_lock)
        {
            if (!IsOnline(node))
            {
                return new OfflineResult(true, 0, 0, "");
            }

            // GOING_OFFLINE: no demotion anywhere, no new pages here.
            core.IsDemotionSuspended = true;
            node.Frames.Close();
            try
            {
                long moved = 0;
                Refusals refusals = new();
                PatienceWithOthers patience = new();
                for (int pass = 0; !IsEmpty(node); pass++)
                {
                    if (pass >= MaxPasses && !WaitForOthers(node, refusals, ref patience))
                    {
                        break;
                    }

                    refusals = new Refusals();
                    long now = MovePages(node, refusals);
                    moved += now;
                    if (now == 0)
                    {
                        Thread.Yield();
                    }
                }

                if (IsEmpty(node))
                {
                    core.OnlineSet |= BitOf(node);
                    node.Frames.GiveBackMemory();
                    TierPolicyEventSource.WentOffline(node, moved);
                    return new OfflineResult(true, moved, 0, "");
                }

                OfflineResult cancelled = new(false, moved, node.Frames.InUse - node.Reserved, refusals.Describe(node));
                TierPolicyEventSource.StayedOnline(node, cancelled);
                return cancelled;
            }
            finally
            {
                if (IsOnline(node))
                {
                    // CANCEL_OFFLINE: the old table never left.
                    node.Frames.Open();
                }

                core.IsDemotionSuspended = false;
            }
        }
    }

    public void Online(Node node)
    {
        RequireHotplug(node);
        lock (_lock)
        {
            core.OnlineSet &= ~BitOf(node);
            node.Frames.Open();
            TierPolicyEventSource.CameOnline(node);
        }
    }

    /// <summary>
    /// Waits a little where the pages that are left are only on their way up, in the hands of reclaim or still read. Demotion goes on meanwhile: it may be what makes the room for a page that comes
    /// up, which would else wait for this one to finish.
    /// </summary>
    /// <returns>False when there is nothing of that kind to wait for, or that has been done often enough.</returns>
    private bool WaitForOthers(Node node, Refusals refusals, ref PatienceWithOthers patience)
    {
        if (refusals.AreForGood)
        {
            return false;
        }

        core.IsDemotionSuspended = false;
        try
        {
            // A device takes its time.
            return patience.Wait(isInTheWay: node.IsByteAddressable);
        }
        finally
        {
            core.IsDemotionSuspended = true;
        }
    }

    /// <summary>No page is on it, and nobody reads a frame that one has left.</summary>
    private static bool IsEmpty(Node node) => node.Frames.InUse == node.Reserved && node.Frames.TryDrain();

    private static void RequireHotplug(Node node)
    {
        if (!node.Description.Hotplug)
        {
            throw new InvalidOperationException($"Node '{node.Name}' cannot go off line: its topology does not declare it 'hotplug'.");
        }
    }

    private static int BitOf(Node node)
    {
        int ordinal = 0;
        IReadOnlyList<NodeDescription> nodes = TPolicy.Description.Topology.Nodes;
        for (int i = 0; i < node.Id; i++)
        {
            ordinal += nodes[i].Hotplug ? 1 : 0;
        }

        return 1 << ordinal;
    }

    private long MovePages(Node node, Refusals refusals)
    {
        List<int> targets = Targets(node);
        List<uint> pages = IsolateAll(node);
        long moved = 0;
        foreach (uint page in pages)
        {
            if (TryMove(page, node, targets, refusals))
            {
                moved++;
            }
            else
            {
                core.PutBack(page);
            }
        }

        return moved;
    }

    private bool TryMove(uint page, Node node, List<int> targets, Refusals refusals)
    {
        ref PageDescriptor descriptor = ref core.Pages[page];
        PageState state = descriptor.State;
        if (state.Place != Place.OnNode(node.Id))
        {
            // Freed, or already elsewhere: a writer whose copy found no room here any more took it along.
            return false;
        }

        ulong allowed = core.Domains[descriptor.Domain].Nodes;
        bool any = false;
        long errors = node.Health.Errors;
        foreach (int target in targets)
        {
            if ((allowed & (1UL << target)) == 0)
            {
                continue;
            }

            any = true;
            if (migrator.TryMigrate(page, node, core.Nodes[target], MigrationReason.Offline, core.Nodes[target].Watermarks.Min))
            {
                return true;
            }
        }

        // As it is after the attempts: somebody may have begun to write it, or to bring it up, in between.
        state = descriptor.State;
        if (state.Place != Place.OnNode(node.Id))
        {
            return false;
        }

        if (state.IsPinned)
        {
            refusals.Pinned++;
        }
        else if (state.IsLocked && !node.IsByteAddressable)
        {
            // On a device a page is not written: it is on its way up for a reader or a writer.
            refusals.ComingUp++;
        }
        else if (state.IsLocked)
        {
            refusals.BeingWritten++;
        }
        else if (node.Health.Errors > errors)
        {
            refusals.CountUnreadable(core.LastFailure);
        }
        else if (targets.Count == 0)
        {
            refusals.NowhereToGo++;
        }
        else if (any)
        {
            refusals.NoRoom++;
        }
        else
        {
            refusals.NotAllowed++;
        }

        return false;
    }

    private List<uint> IsolateAll(Node node)
    {
        List<uint> pages = [];
        lock (node.Lock)
        {
            for (uint page = node.Lists.Any; page != PageTable.None; page = node.Lists.Any)
            {
                core.Isolate(node, page, ref core.Pages[page]);
                pages.Add(page);
            }
        }

        return pages;
    }

    /// <summary>Along the node's fallback list, then to lower tiers.</summary>
    private List<int> Targets(Node node)
    {
        List<int> targets = [];
        foreach (byte id in DemotionTable<TPolicy>.AllocationOrder(core.OnlineSet, node.Id))
        {
            if (id < 64 && id != node.Id)
            {
                targets.Add(id);
            }
        }

        foreach (byte id in DemotionTable<TPolicy>.ByScore(core.OnlineSet, node.Id))
        {
            if (id < 64 && !targets.Contains(id) && core.Nodes[id].Description.Tier > node.Description.Tier)
            {
                targets.Add(id);
            }
        }

        return targets;
    }

    private sealed class Refusals
    {
        private long _unreadable;
        private string? _failure;

        public long Pinned { get; set; }

        public long BeingWritten { get; set; }

        public long ComingUp { get; set; }

        public long NoRoom { get; set; }

        public long NotAllowed { get; set; }

        public long NowhereToGo { get; set; }

        /// <summary>Whether pages cannot move as things are, and to wait would not help.</summary>
        public bool AreForGood => Pinned + NoRoom + NotAllowed + NowhereToGo + _unreadable > 0;

        public void CountUnreadable(Exception? failure)
        {
            _unreadable++;
            _failure = failure?.Message;
        }

        public string Describe(Node node)
        {
            List<string> reasons = [];
            if (Pinned > 0)
            {
                reasons.Add(FormattableString.Invariant($"{Pinned} pinned"));
            }

            if (BeingWritten > 0)
            {
                reasons.Add(FormattableString.Invariant($"{BeingWritten} being written"));
            }

            if (ComingUp > 0)
            {
                reasons.Add(FormattableString.Invariant($"{ComingUp} on their way up for readers, and not there in time"));
            }

            if (_unreadable > 0)
            {
                reasons.Add(FormattableString.Invariant($"{_unreadable} could not be read from node '{node.Description.Name}' ({_failure})"));
            }

            if (NoRoom > 0)
            {
                reasons.Add(FormattableString.Invariant($"{NoRoom} find no room on other nodes"));
            }

            if (NowhereToGo > 0)
            {
                reasons.Add(FormattableString.Invariant($"{NowhereToGo} have no node to go to: none is on the node's fallback list or in a lower tier"));
            }

            if (NotAllowed > 0)
            {
                reasons.Add(FormattableString.Invariant($"{NotAllowed} may not leave the nodes of their domain"));
            }

            return reasons.Count > 0
                ? string.Join(", ", reasons)
                : node.Frames.InUse > 0
                    ? FormattableString.Invariant($"{node.Frames.InUse} are in the hands of others, who bring them up, move, reclaim or write them")
                    : $"frames are still being read: {ReaderEpochs.DescribeReaders()}";
        }
    }
}
