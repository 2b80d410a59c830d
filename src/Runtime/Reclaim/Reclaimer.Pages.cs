using System.Runtime.InteropServices;
using TierPolicy.Counters;
using TierPolicy.Domains;
using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Reclaim;

/// <content>Decides on a batch of victims, page by page (Linux, <c>shrink_page_list</c>), in the order that the specification numbers from 1 to 6.</content>
internal sealed partial class Reclaimer<TPolicy>
{
    private void ShrinkPageList(Node node, ReadOnlySpan<uint> victims, ScanControl control)
    {
        DemotionBatches demotions = new();
        foreach (uint page in victims)
        {
            ShrinkPage(node, page, control, demotions);
        }

        // Before demotion, which may take as long as a device.
        PutBackKept(node, control);
        if (!demotions.IsEmpty)
        {
            DemotePageList(node, demotions, control);
            PutBackKept(node, control);
        }
    }

    /// <summary>Puts the pages of a batch that stay back on their lists at once (Linux, <c>move_folios_to_lru</c>).</summary>
    private void PutBackKept(Node node, ScanControl control)
    {
        if (control.HasKept)
        {
            core.PutBack(node, CollectionsMarshal.AsSpan(control.Kept), kept: true);
            control.Kept.Clear();
        }
    }

    /// <param name="node">The node whose list the page was taken from.</param>
    /// <param name="page">The page, isolated.</param>
    /// <param name="control">The request.</param>
    /// <param name="demotions">Takes what passes the demotion gate. Null on the second pass: the rules are not asked again, and the gate is shut.</param>
    private void ShrinkPage(Node node, uint page, ScanControl control, DemotionBatches? demotions)
    {
        ref PageDescriptor descriptor = ref core.Pages[page];

        // 1. Locked or pinned: keep. (3. A page under writeback is locked too.)
        if (!descriptor.TryLock())
        {
            control.Obstacles.Locked++;
            control.Kept.Add(page);
            return;
        }

        PageState state = descriptor.State;
        if (state.Place != Place.OnNode(node.Id))
        {
            // It was freed or paged in between isolation and lock.
            Keep(page, ref descriptor, control);
            return;
        }

        if (state.IsPinned)
        {
            control.Obstacles.Pinned++;
            Keep(page, ref descriptor, control);
            return;
        }

        // 2. Referenced since the last look: activate.
        if (state.IsReferenced && control.Reason != ReclaimReason.PageOut)
        {
            Activate(node, page, ref descriptor, control);
            return;
        }

        PageKind kind = descriptor.Kind;
        if (kind == PageKind.Anon && !control.MayUnmap)
        {
            Keep(page, ref descriptor, control);
            return;
        }

        // 4. The rules, once; 5. the demotion gate.
        if (demotions is not null && control.Reason != ReclaimReason.PageOut)
        {
            if (!TryAskRules(node, page, ref descriptor, control, out ReclaimDecision decision, out DemotionKey key))
            {
                Keep(page, ref descriptor, control);
                return;
            }

            if (decision.Verdict == ReclaimVerdict.Keep)
            {
                control.Obstacles.CountKept(decision.Rule);
                descriptor.Set(PageFlags.Active);
                Keep(page, ref descriptor, control);
                return;
            }

            if (key.Targets != 0)
            {
                demotions.Add(page, key);
                descriptor.Unlock();
                return;
            }
        }

        // 6. Ordinary reclaim.
        if (kind == PageKind.File && !state.IsDirty)
        {
            DropFilePage(node, page, ref descriptor, control);
            return;
        }

        // To be written first.
        if (!control.MayWrite)
        {
            Keep(page, ref descriptor, control);
            return;
        }

        node.Writeback.Begin(1);
        try
        {
            if (kind == PageKind.Anon)
            {
                SwapOut(node, page, ref descriptor, control);
            }
            else
            {
                DropFilePage(node, page, ref descriptor, control);
            }
        }
        finally
        {
            node.Writeback.End(1);
        }
    }

    /// <summary>The verdict of the rules, and how the page passes the demotion gate: without targets where it does not.</summary>
    /// <returns>False where a predicate threw: nothing is known of the page then, so it is kept, and the error is told if memory runs out for it.</returns>
    private bool TryAskRules(Node node, uint page, ref PageDescriptor descriptor, ScanControl control, out ReclaimDecision decision, out DemotionKey key)
    {
        DomainAccount domain = core.Domains[descriptor.Domain];
        ulong usable = domain.Nodes & ~core.FailingNodes;
        int set = core.OnlineSet;
        RuleContext context = DemotionTable<TPolicy>.Context(core, set, node.Id, usable);
        PageInfo info = core.Describe(ref descriptor, node.Id, core.Clock.Now);
        key = default;
        try
        {
            decision = TPolicy.Reclaim(in info, in context);
        }
#pragma warning disable CA1031 // A predicate is the program's: whatever it throws must neither end a background thread nor leave the page locked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            decision = default;
            core.LastFailure = error;
            control.Obstacles.PredicateFailed++;
            return false;
        }

        if (decision.Verdict == ReclaimVerdict.Demote && DemotionIsOpen(control, domain))
        {
            // Moving a page to a file is writing it.
            ulong writable = control.MayWrite ? ulong.MaxValue : _byteAddressable;
            ulong targets = decision.Rule >= 0 ? decision.Targets : context.Targets(decision.Named);
            key = new DemotionKey(targets & writable, decision.Named & usable & writable, decision.Rule, set);
            if (core.Admission is not null && key.Targets != 0 && MayLeave(descriptor.State, control))
            {
                key = Admit(core.Admission, page, node, key);
            }
        }

        return true;
    }

    /// <summary>
    /// Whether anonymous pages may go to swap: it has room, and works, or it is time to see whether it does again. Where the program wants these very pages out, or an allocation finds nothing
    /// else to reclaim and would fail, it is tried all the same: there is no other place for them.
    /// </summary>
    private bool MaySwap(ScanControl control) =>
        core.Swap is { HasFreeSlots: true } swap
        && (swap.Health.MayBeTarget(core.Clock.Now)
            || control.Reason == ReclaimReason.PageOut
            || (control.Reason is ReclaimReason.Direct or ReclaimReason.Domain && control.Priority <= 0));

    private void SwapOut(Node node, uint page, ref PageDescriptor descriptor, ScanControl control)
    {
        uint slot = 0;
        if (!MaySwap(control) || !core.Swap!.TryTakeSlot(out slot))
        {
            control.Obstacles.NoSwap += core.Swap is { HasFreeSlots: true } ? 0 : 1;
            Activate(node, page, ref descriptor, control);
            return;
        }

        uint frame = descriptor.State.Frame;
        try
        {
            ReadOnlyMemory<byte> contents = core.Contents(node, frame);
            long start = core.Admission is null ? 0 : core.Clock.Now;
            core.WriteSwap(page, slot, contents);
            core.Admission?.Swap.OnWrite(core.Clock.Now - start);
        }
        catch (IOException error)
        {
            core.Swap.ReturnSlot(slot);
            KeepUnwritten(node, page, ref descriptor, control, error);
            return;
        }

        node.Counters.Count(VmStatItem.PswpOut);
        Leave(node, ref descriptor, Place.Swap, slot);
        control.Reclaimed++;
    }

    private void DropFilePage(Node node, uint page, ref PageDescriptor descriptor, ScanControl control)
    {
        try
        {
            if (descriptor.State.IsDirty)
            {
                WriteBack(node, page, ref descriptor);
            }

            core.ForgetDurably(page);
        }
#pragma warning disable CA1031 // The store is the program's: whatever it throws must neither lose the page nor end a background thread. It is told with TierFullException.
        catch (Exception error)
#pragma warning restore CA1031
        {
            KeepUnwritten(node, page, ref descriptor, control, error);
            return;
        }

        Leave(node, ref descriptor, Place.Store, 0);
        control.Reclaimed++;
    }

    /// <summary>Writes a dirty file page to the program's store, by the holder of its lock.</summary>
    public void WriteBack(Node node, uint page, ref PageDescriptor descriptor)
    {
        PageLocks.Enter(core, page, PageLocks.Holder.Store);
        try
        {
            ReadOnlyMemory<byte> contents = core.Contents(node, descriptor.State.Frame);
            long start = core.Admission is null ? 0 : core.Clock.Now;
            core.Store!.Write(descriptor.StoreKey, contents.Span);
            core.Admission?.Store.OnWrite(core.Clock.Now - start);
        }
        finally
        {
            PageLocks.Leave(core, page, PageLocks.Holder.Store);
        }

        core.SettleWriteBack(node, page, ref descriptor);
    }

    /// <summary>The page leaves the nodes: to swap, or to nowhere but the store. Its lock and its isolation end with the same step.</summary>
    private void Leave(Node node, ref PageDescriptor descriptor, Place place, uint slot)
    {
        core.Domains[descriptor.Domain].Uncharge();
        const PageFlags Gone = PageFlags.Locked | PageFlags.Isolated | PageFlags.Dirty | PageFlags.Referenced | PageFlags.Active | PageFlags.Demoted | PageFlags.Promoted | PageFlags.Bounced;
        PageState before = descriptor.MoveTo(place, slot, clear: Gone);
        core.Simulation?.Left(node.Id, place);
        node.AddIsolated(-1);
        if (before.IsDirtyFile)
        {
            node.Counters.AddDirty(-1);
        }

        node.RetireFrame(before);
    }

    private static void Activate(Node node, uint page, ref PageDescriptor descriptor, ScanControl control)
    {
        descriptor.Clear(PageFlags.Referenced);
        if (!descriptor.Set(PageFlags.Active).IsActive)
        {
            node.Counters.Count(VmStatItem.PgActivate);
        }

        Keep(page, ref descriptor, control);
    }

    private void KeepUnwritten(Node node, uint page, ref PageDescriptor descriptor, ScanControl control, Exception error)
    {
        core.LastFailure = error;
        control.Obstacles.WriteFailure = error;
        node.Counters.Count(VmStatItem.PgRotated);
        Keep(page, ref descriptor, control);
    }

    // Isolated until the batch is through: whoever frees the page in between leaves its descriptor to be recycled when it is put back.
    private static void Keep(uint page, ref PageDescriptor descriptor, ScanControl control)
    {
        descriptor.Unlock();
        control.Kept.Add(page);
    }
}
