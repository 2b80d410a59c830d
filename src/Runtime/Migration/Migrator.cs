using System.Buffers;
using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Migration;

/// <summary>
/// Moves pages from node to node (Linux, <c>mm/migrate.c</c>). A page that moves stays readable: its readers keep the old frame until they are done, and
/// find the new one when they come again.
/// </summary>
internal sealed class Migrator(MemoryCore core)
{
    /// <summary>
    /// Moves isolated pages to <paramref name="target"/>. Those that moved stand on its lists afterwards; those that did not stay isolated and are
    /// added to <paramref name="notMoved"/>.
    /// </summary>
    /// <returns>How many pages did not move.</returns>
    public int Migrate(ReadOnlySpan<uint> pages, Node source, Node target, MigrationReason reason, long watermark, List<uint> notMoved)
    {
        int failed = 0;
        foreach (uint page in pages)
        {
            if (!TryMigrate(page, source, target, reason, watermark))
            {
                notMoved.Add(page);
                failed++;
            }
        }

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
        ref PageDescriptor descriptor = ref core.Pages[page];
        if (!descriptor.TryLock())
        {
            source.Counters.Count(VmStatItem.PgMigrateFail);
            return false;
        }

        PageState state = descriptor.State;
        if (state.Place != Place.OnNode(source.Id) || source.IsHeld(state.Frame) || !TryTakeTargetFrame(source, target, reason, watermark, out uint frame))
        {
            descriptor.Unlock();
            source.Counters.Count(VmStatItem.PgMigrateFail);
            return false;
        }

        try
        {
            Copy(source, state.Frame, target, frame);
        }
        catch (IOException error)
        {
            // The page stays where it is, whole; only the copy is given up.
            core.LastFailure = error;
            target.RetireFrame(frame);
            descriptor.Unlock();
            source.Counters.Count(VmStatItem.PgMigrateFail);
            return false;
        }

        if (reason == MigrationReason.Promotion && state.Has(PageFlags.Demoted) && core.Clock.Now - descriptor.Arrived < core.AgingPeriod)
        {
            target.Counters.Count(VmStatItem.PgPromotePingpong);
        }

        Arrive(page, ref descriptor, state, source, target, frame, reason);
        source.Counters.Count(VmStatItem.PgMigrateSuccess);
        return true;
    }

    private void Arrive(uint page, ref PageDescriptor descriptor, PageState state, Node source, Node target, uint frame, MigrationReason reason)
    {
        (PageFlags clear, PageFlags set) = reason switch
        {
            MigrationReason.Demotion => (PageFlags.Active | PageFlags.Referenced, PageFlags.Demoted),
            MigrationReason.Promotion => (PageFlags.Demoted | PageFlags.Referenced, PageFlags.Active),
            _ => (PageFlags.Demoted, PageFlags.None),
        };

        descriptor.Arrived = core.Clock.Now;
        descriptor.MoveTo(Place.OnNode(target.Id), frame, clear, set);
        source.AddIsolated(-1);
        target.AddIsolated(1);
        if (state.IsDirtyFile)
        {
            source.Counters.AddDirty(-1);
            target.Counters.AddDirty(1);
        }

        core.PutBack(page);
        descriptor.Unlock();
        source.RetireFrame(state.Frame);
    }

    /// <summary>
    /// A frame for a page that comes to the node: never blocks, never reclaims directly, is silent when there is none; wakes the node's own background
    /// reclaimer, so that demotion cascades.
    /// </summary>
    private static bool TryTakeTargetFrame(Node source, Node target, MigrationReason reason, long watermark, out uint frame)
    {
        if (target.TryTakeFrame(watermark, out frame))
        {
            return true;
        }

        // Without watermarks no background reclaimer keeps room ahead of need: this is the moment it is needed.
        if (target.Watermarks.AreZero)
        {
            // A promotion is an exchange then: the page's own frame is there for the target's victim.
            if (reason != MigrationReason.Promotion)
            {
                target.WakeBackgroundReclaim();
                return target.TryTakeFrame(watermark, out frame);
            }

            source.Frames.Lend();
            try
            {
                target.WakeBackgroundReclaim();
                return target.TryTakeFrame(watermark, out frame);
            }
            finally
            {
                source.Frames.EndLoan();
            }
        }

        return false;
    }

    private void Copy(Node source, uint from, Node target, uint to)
    {
        if (source.IsByteAddressable)
        {
            target.Storage.Write(to, source.Storage.Span(from));
        }
        else if (target.IsByteAddressable)
        {
            source.Storage.Read(from, target.Storage.Span(to));
        }
        else
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(core.PageSize);
            try
            {
                Span<byte> page = buffer.AsSpan(0, core.PageSize);
                source.Storage.Read(from, page);
                target.Storage.Write(to, page);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
