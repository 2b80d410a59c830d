using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Observability;
using TierPolicy.Pages;
using TierPolicy.Storage;

namespace TierPolicy.Migration;

/// <summary>
/// Moves pages from node to node (Linux, <c>mm/migrate.c</c>). A page that moves stays readable: its readers keep the old frame until they are done, and
/// find the new one when they come again.
/// </summary>
/// <remarks>
/// Between nodes that are read in place a move is a transaction without a lock: the page is copied, and gets its new place by one compare-exchange if it was not written meanwhile.
/// To and from a device the page is locked, as that may take long; and so is one that is written in place.
/// </remarks>
internal class Migrator(MemoryCore core)
{
    /// <summary>Pages that any migrator moves at once.</summary>
    public const int BatchMax = 512;

    private const int CopiedAtOnce = 64;

    /// <summary>Pages whose frames are taken, and given back, at once.</summary>
    public virtual int BatchSize => CopiedAtOnce;

    protected MemoryCore Core => core;

    /// <summary>Makes the migrator of a memory: one that copies pages, or one that has the kernel move them.</summary>
    public static Migrator For(MemoryCore core) => core.HasStableAddresses ? new StableMigrator(core) : new Migrator(core);

    /// <summary>
    /// Moves isolated pages to <paramref name="target"/>. Those that moved stand on its lists afterwards; those that did not stay isolated and are
    /// added to <paramref name="notMoved"/>.
    /// </summary>
    /// <returns>How many pages did not move.</returns>
    public int Migrate(ReadOnlySpan<uint> pages, Node source, Node target, MigrationReason reason, long watermark, List<uint> notMoved)
    {
        long start = TierPolicyEventSource.Begin();
        int before = notMoved.Count;
        int count = pages.Length;
        if (!target.Watermarks.AreZero && (source.IsByteAddressable || !target.IsByteAddressable))
        {
            for (; pages.Length > 0; pages = pages[Math.Min(BatchSize, pages.Length)..])
            {
                ReadOnlySpan<uint> batch = pages[..Math.Min(BatchSize, pages.Length)];
                if (target.IsByteAddressable)
                {
                    MigrateBatch(batch, source, target, reason, watermark, notMoved);
                }
                else
                {
                    MigrateBatchToDevice(batch, source, target, reason, watermark, notMoved);
                }
            }
        }
        else
        {
            foreach (uint page in pages)
            {
                if (!TryMigrateOne(page, source, target, reason, watermark))
                {
                    notMoved.Add(page);
                }
            }
        }

        int failed = notMoved.Count - before;
        TierPolicyEventSource.Migrated(start, reason, source, target, count - failed, failed, core.PageSize);
        return failed;
    }

    /// <summary>Moves one isolated page and puts it on the target's list; false when it stays as it was, isolated.</summary>
    /// <param name="page">The page.</param>
    /// <param name="source">Where from: a page that is elsewhere by now, since a writer or a page-in took it there, does not move.</param>
    /// <param name="target">Where to.</param>
    /// <param name="reason">Why.</param>
    /// <param name="watermark">Free frames of the target that must be left: the allocation mask for targets never dips under the min watermark.</param>
    public bool TryMigrate(uint page, Node source, Node target, MigrationReason reason, long watermark)
    {
        long start = TierPolicyEventSource.Begin();
        bool moved = TryMigrateOne(page, source, target, reason, watermark);
        TierPolicyEventSource.Migrated(start, reason, source, target, moved ? 1 : 0, moved ? 0 : 1, core.PageSize);
        return moved;
    }

    private bool TryMigrateOne(uint page, Node source, Node target, MigrationReason reason, long watermark)
    {
        bool moved = IsInMemory(source, target)
            ? TryMigrateInMemory(page, source, target, reason, watermark)
            : TryMigrateLocked(page, source, target, reason, watermark);
        source.Counters.Count(moved ? VmStatItem.PgMigrateSuccess : VmStatItem.PgMigrateFail);
        return moved;
    }

    private static bool IsInMemory(Node source, Node target) => source.IsByteAddressable && target.IsByteAddressable;

    /// <summary>Moves pages between nodes that are read in place. One lock a batch for each of: the target's frames, its lists, the source's frames.</summary>
    protected virtual void MigrateBatch(ReadOnlySpan<uint> pages, Node source, Node target, MigrationReason reason, long watermark, List<uint> notMoved)
    {
        Span<uint> frames = stackalloc uint[CopiedAtOnce];
        Span<uint> moved = stackalloc uint[CopiedAtOnce];
        Span<uint> left = stackalloc uint[CopiedAtOnce];
        int taken = target.TryTakeFrames(watermark, frames[..pages.Length]);
        int done = 0;
        long now = core.Clock.Now;
        foreach (uint page in pages)
        {
            if (done < taken && TryMove(page, source, target, frames[done], reason, now, out PageState before))
            {
                moved[done] = page;
                left[done] = before.Frame;
                done++;
            }
            else
            {
                notMoved.Add(page);
            }
        }

        if (done < taken)
        {
            target.RetireFrames(frames[done..taken]);
        }

        source.AddIsolated(-done);
        target.AddIsolated(done);
        core.PutBack(target, moved[..done]);
        source.RetireFrames(left[..done]);
        source.Counters.Count(VmStatItem.PgMigrateSuccess, done);
        source.Counters.Count(VmStatItem.PgMigrateFail, pages.Length - done);
    }

    /// <summary>Moves a page between nodes that are read in place.</summary>
    protected virtual bool TryMigrateInMemory(uint page, Node source, Node target, MigrationReason reason, long watermark)
    {
        if (!IsMovable(core.Pages[page].State, source) || !TryTakeTargetFrame(source, target, reason, watermark, out uint frame))
        {
            return false;
        }

        if (!TryMove(page, source, target, frame, reason, core.Clock.Now, out PageState before))
        {
            target.RetireFrames(frame);
            return false;
        }

        source.AddIsolated(-1);
        target.AddIsolated(1);
        core.PutBack(page);
        source.RetireFrame(before);
        return true;
    }

    /// <summary>Locked, the page would be written; pinned, its frame must stay the page's.</summary>
    private static bool IsMovable(PageState state, Node source) => state.Place == Place.OnNode(source.Id) && !state.IsLocked && !state.IsPinned;

    /// <summary>Copies an isolated page and gives it its new place, unless it is written meanwhile: once more then, and after that not at all.</summary>
    private unsafe bool TryMove(uint page, Node source, Node target, uint frame, MigrationReason reason, long now, out PageState before)
    {
        const int Attempts = 2;
        ref PageDescriptor descriptor = ref core.Pages[page];
        if (descriptor.State.IsInPlace)
        {
            return TryMoveInPlacePage(page, source, target, frame, reason, now, out before);
        }

        // As a reader: a writer gives the page another frame, and this one must not be used again while it is copied, or "not moved meanwhile" could be said of another page.
        EpochSlot* slot = ReaderEpochs.EnterMove(core.Number);
        try
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                slot->Release(EpochSlot.Move, core.Number);
                PageState state = descriptor.State;
                if (!IsMovable(state, source))
                {
                    break;
                }

                slot->Hold(EpochSlot.Move, source.Arena!.Address(state.Frame));
                Copy(source, state.Frame, target, frame, reason);
                if (TryArrive(ref descriptor, state, target, frame, FlagsOnArrival(in descriptor, reason, now), out before))
                {
                    CountArrival(ref descriptor, before, source, target, reason, now);
                    return true;
                }
            }
        }
        finally
        {
            slot->Exit(EpochSlot.Move);
        }

        before = default;
        return false;
    }

    private static void Copy(Node source, uint from, Node target, uint to, MigrationReason reason)
    {
        if (reason == MigrationReason.Promotion)
        {
            // It is about to be read: into the caches with it.
            target.Arena!.Write(to, source.Storage.Span(from));
        }
        else
        {
            target.Arena!.WriteCold(to, source.Arena!, from);
        }
    }

    /// <summary>A page that is written in place would be where it was after a write, too: it is locked while it is copied. Readers go on.</summary>
    private bool TryMoveInPlacePage(uint page, Node source, Node target, uint frame, MigrationReason reason, long now, out PageState before)
    {
        before = default;
        if (!TryLockToMove(page, source))
        {
            return false;
        }

        ref PageDescriptor descriptor = ref core.Pages[page];
        Copy(source, descriptor.State.Frame, target, frame, reason);
        (PageFlags clear, PageFlags set) = FlagsOnArrival(in descriptor, reason, now);
        before = descriptor.MoveTo(Place.OnNode(target.Id), frame, clear, set);
        CountArrival(ref descriptor, before, source, target, reason, now);
        descriptor.Unlock();
        return true;
    }

    /// <summary>The page has its new place if it is still in the frame that was copied, and nobody is about to write it.</summary>
    private static bool TryArrive(ref PageDescriptor descriptor, PageState copied, Node target, uint frame, (PageFlags Clear, PageFlags Set) flags, out PageState before)
    {
        while (true)
        {
            before = descriptor.State;
            if (!before.IsAtSameAddress(copied) || before.IsLocked || before.IsPinned)
            {
                return false;
            }

            if (descriptor.TryTransition(before, before.At(Place.OnNode(target.Id), frame).Without(flags.Clear).With(flags.Set)))
            {
                return true;
            }
        }
    }

    /// <summary>What a page's flags become by its move.</summary>
    protected (PageFlags Clear, PageFlags Set) FlagsOnArrival(in PageDescriptor descriptor, MigrationReason reason, long now) => reason switch
    {
        MigrationReason.Demotion => (
            PageFlags.Active | PageFlags.Referenced | PageFlags.Promoted | PageFlags.Bounced,
            PageFlags.Demoted | (HasBounced(in descriptor, now) ? PageFlags.Bounced : PageFlags.None)),
        MigrationReason.Promotion => (PageFlags.Demoted | PageFlags.Referenced | PageFlags.Bounced, PageFlags.Active | PageFlags.Promoted),
        _ => (PageFlags.Demoted | PageFlags.Promoted | PageFlags.Bounced, PageFlags.None),
    };

    /// <summary>Whether a page goes down that came up not long ago, and was not used since: its promotion was for nothing.</summary>
    private bool HasBounced(in PageDescriptor descriptor, long now) =>
        descriptor.State.Has(PageFlags.Promoted) && descriptor.LastAccess <= descriptor.Arrived && now - descriptor.Arrived < core.AgingPeriod;

    /// <summary>Counts and dates a page that has its new place.</summary>
    protected void CountArrival(ref PageDescriptor descriptor, PageState before, Node source, Node target, MigrationReason reason, long now)
    {
        if (reason == MigrationReason.Promotion && before.Has(PageFlags.Demoted) && now - descriptor.Arrived < core.AgingPeriod)
        {
            target.Counters.Count(VmStatItem.PgPromotePingpong);
        }

        descriptor.Arrived = now;
        core.Simulation?.Moved(source.Id, target.Id, reason);
        if (before.IsDirtyFile)
        {
            source.Counters.AddDirty(-1);
            target.Counters.AddDirty(1);
        }
    }

    /// <summary>One write of the device for all pages whose slots lie side by side.</summary>
    private void MigrateBatchToDevice(ReadOnlySpan<uint> pages, Node source, Node target, MigrationReason reason, long watermark, List<uint> notMoved)
    {
        Span<uint> frames = stackalloc uint[CopiedAtOnce];
        int taken = target.TryTakeFrames(watermark, frames[..pages.Length]);
        while (taken < pages.Length && target.Durable is not null && target.Durable.HasCopy(pages[taken]) && target.TryTakeSpareFrame(out frames[taken]))
        {
            // Its new version frees the slot of the old one.
            taken++;
        }

        List<PageWrite> writes = [];
        foreach (uint page in pages)
        {
            if (writes.Count < taken && TryLockToMove(page, source) && TryGetContents(page, source, out ReadOnlyMemory<byte> contents))
            {
                writes.Add(new PageWrite(page, frames[writes.Count], contents));
            }
            else
            {
                notMoved.Add(page);
            }
        }

        target.RetireFrames(frames[writes.Count..taken]);
        int refused = notMoved.Count;
        if (writes.Count > 0)
        {
            source.Writeback.Begin(writes.Count);
            try
            {
                core.WriteFrames(target, writes);
                foreach (PageWrite write in writes)
                {
                    if (write.IsWritten)
                    {
                        ArriveLocked(write.Page, source, target, write.Frame, reason);
                    }
                    else
                    {
                        GiveUpLocked(write.Page, target, write.Frame);
                        notMoved.Add(write.Page);
                    }
                }
            }
            finally
            {
                source.Writeback.End(writes.Count);
            }
        }

        int failed = notMoved.Count - refused + (pages.Length - writes.Count);
        source.Counters.Count(VmStatItem.PgMigrateSuccess, pages.Length - failed);
        source.Counters.Count(VmStatItem.PgMigrateFail, failed);
    }

    private bool TryMigrateLocked(uint page, Node source, Node target, MigrationReason reason, long watermark)
    {
        source.Writeback.Begin(1);
        try
        {
            return TryMigrateByDevice(page, source, target, reason, watermark);
        }
        finally
        {
            source.Writeback.End(1);
        }
    }

    private bool TryMigrateByDevice(uint page, Node source, Node target, MigrationReason reason, long watermark)
    {
        if (!TryLockToMove(page, source))
        {
            return false;
        }

        uint frame = 0;
        bool isNewVersion = target.Durable is not null && target.Durable.HasCopy(page) && target.TryTakeSpareFrame(out frame);
        if (!isNewVersion && !TryTakeTargetFrame(source, target, reason, watermark, out frame))
        {
            core.Pages[page].Unlock();
            return false;
        }

        if (!TryCopy(page, source, target, frame))
        {
            // The page stays where it is, whole; only the copy is given up.
            GiveUpLocked(page, target, frame);
            return false;
        }

        ArriveLocked(page, source, target, frame, reason);
        return true;
    }

    /// <summary>Locks a page that is on the node, and that nobody has pinned there.</summary>
    protected bool TryLockToMove(uint page, Node source)
    {
        ref PageDescriptor descriptor = ref core.Pages[page];
        if (!descriptor.TryLock())
        {
            return false;
        }

        PageState state = descriptor.State;
        if (state.Place == Place.OnNode(source.Id) && !state.IsPinned)
        {
            return true;
        }

        descriptor.Unlock();
        return false;
    }

    private bool TryCopy(uint page, Node source, Node target, uint frame)
    {
        uint from = core.Pages[page].State.Frame;
        try
        {
            if (target.Arena is not null)
            {
                core.ReadFrame(source, from, target.Arena.Span(frame));
                return true;
            }

            PageWrite write = new(page, frame, core.Contents(source, from));
            core.WriteFrames(target, [write]);
            return write.IsWritten;
        }
        catch (IOException error)
        {
            core.LastFailure = error;
            return false;
        }
    }

    /// <summary>The contents of a locked page; where they cannot be had, its lock ends.</summary>
    private bool TryGetContents(uint page, Node source, out ReadOnlyMemory<byte> contents)
    {
        try
        {
            contents = core.Contents(source, core.Pages[page].State.Frame);
            return true;
        }
        catch (IOException error)
        {
            core.LastFailure = error;
            core.Pages[page].Unlock();
            contents = default;
            return false;
        }
    }

    private void GiveUpLocked(uint page, Node target, uint frame)
    {
        target.RetireFrames(frame);
        core.Pages[page].Unlock();
    }

    private void ArriveLocked(uint page, Node source, Node target, uint frame, MigrationReason reason)
    {
        ref PageDescriptor descriptor = ref core.Pages[page];
        long now = core.Clock.Now;
        (PageFlags clear, PageFlags set) = FlagsOnArrival(in descriptor, reason, now);
        PageState before = descriptor.MoveTo(Place.OnNode(target.Id), frame, clear, set);
        CountArrival(ref descriptor, before, source, target, reason, now);
        source.AddIsolated(-1);
        target.AddIsolated(1);
        core.PutBack(page);
        descriptor.Unlock();
        source.RetireFrame(before);
    }

    /// <summary>
    /// A frame for a page that comes to the node: never blocks, never reclaims directly, is silent when there is none; wakes the node's own background
    /// reclaimer, so that demotion cascades.
    /// </summary>
    protected bool TryTakeTargetFrame(Node source, Node target, MigrationReason reason, long watermark, out uint frame)
    {
        if (TryTakeFrame(target, watermark, out frame))
        {
            return true;
        }

        // Without watermarks no background reclaimer keeps room ahead of need: this is the moment it is needed.
        if (target.Watermarks.AreZero)
        {
            // A promotion is an exchange then: the page's own frame is there for the target's victim.
            if (reason != MigrationReason.Promotion)
            {
                // Where pages are compressed, several may have to go for one that may not get small.
                for (int victims = target.Frames.IsElastic ? GrainSlab.GrainsPerPage : 1; victims > 0; victims--)
                {
                    target.WakeBackgroundReclaim();
                    if (TryTakeFrame(target, watermark, out frame))
                    {
                        return true;
                    }
                }

                return false;
            }

            source.Frames.Lend();
            try
            {
                target.WakeBackgroundReclaim();
                return TryTakeFrame(target, watermark, out frame);
            }
            finally
            {
                source.Frames.EndLoan();
            }
        }

        return false;
    }

    /// <summary>Takes a frame as this migrator needs it.</summary>
    protected virtual bool TryTakeFrame(Node target, long watermark, out uint frame) => target.TryTakeFrame(watermark, out frame);
}
