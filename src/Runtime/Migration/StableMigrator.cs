using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Migration;

/// <summary>
/// Moves pages from NUMA node to NUMA node without a change of their addresses: the kernel gives each other memory (<see cref="KernelMoves"/>). Their readers notice nothing, and need no protection.
/// </summary>
/// <remarks>
/// A page keeps its frame, and the two nodes exchange frames instead: the source gets the place that the page took at the target, so that each has as many as before. Pages are locked while the kernel
/// moves them: their writers wait for it.
/// </remarks>
internal sealed class StableMigrator(MemoryCore core) : Migrator(core)
{
    public override int BatchSize => BatchMax;

    protected override bool TryTakeFrame(Node target, long watermark, out uint frame)
    {
        Span<uint> place = stackalloc uint[1];
        bool taken = target.TryTakeFrames(watermark, place, backed: false) == 1;
        frame = place[0];
        return taken;
    }

    protected override void MigrateBatch(ReadOnlySpan<uint> pages, Node source, Node target, MigrationReason reason, long watermark, List<uint> notMoved)
    {
        Span<uint> places = stackalloc uint[BatchMax];
        Span<uint> locked = stackalloc uint[BatchMax];
        places = places[..target.TryTakeFrames(watermark, places[..pages.Length], backed: false)];
        int count = 0;
        foreach (uint page in pages)
        {
            if (count < places.Length && TryLockToMove(page, source))
            {
                locked[count++] = page;
            }
            else
            {
                notMoved.Add(page);
            }
        }

        int before = notMoved.Count;
        Move(locked[..count], places, source, target, reason, notMoved);
        int done = count - (notMoved.Count - before);
        source.Counters.Count(VmStatItem.PgMigrateSuccess, done);
        source.Counters.Count(VmStatItem.PgMigrateFail, pages.Length - done);
    }

    protected override bool TryMigrateInMemory(uint page, Node source, Node target, MigrationReason reason, long watermark)
    {
        if (!TryLockToMove(page, source))
        {
            return false;
        }

        if (!TryTakeTargetFrame(source, target, reason, watermark, out uint place))
        {
            Core.Pages[page].Unlock();
            return false;
        }

        List<uint> notMoved = [];
        Move([page], [place], source, target, reason, notMoved);
        return notMoved.Count == 0;
    }

    /// <summary>Moves locked pages, and unlocks them. As many of the target's places as pages moved are the source's then.</summary>
    private void Move(ReadOnlySpan<uint> pages, ReadOnlySpan<uint> places, Node source, Node target, MigrationReason reason, List<uint> notMoved)
    {
        Span<uint> frames = stackalloc uint[BatchMax];
        Span<bool> isMoved = stackalloc bool[BatchMax];
        for (int i = 0; i < pages.Length; i++)
        {
            frames[i] = Core.Pages[pages[i]].State.Frame;
        }

        bool isFull = KernelMoves.Move(source, target, frames[..pages.Length], isMoved[..pages.Length]);
        Span<uint> moved = frames;
        int done = 0;
        long now = Core.Clock.Now;
        for (int i = 0; i < pages.Length; i++)
        {
            if (isMoved[i])
            {
                Arrive(pages[i], source, target, reason, now);
                moved[done++] = pages[i];
            }
            else
            {
                Core.Pages[pages[i]].Unlock();
                notMoved.Add(pages[i]);
            }
        }

        source.AddIsolated(-done);
        target.AddIsolated(done);
        Core.PutBack(target, moved[..done]);
        foreach (uint page in moved[..done])
        {
            Core.Pages[page].Unlock();
        }

        source.ReturnUnbacked(places[..done]);
        target.ReturnUnbacked(places[done..]);
        if (isFull)
        {
            target.Frames.NoteShortage();
        }
    }

    private void Arrive(uint page, Node source, Node target, MigrationReason reason, long now)
    {
        ref PageDescriptor descriptor = ref Core.Pages[page];
        (PageFlags clear, PageFlags set) = FlagsOnArrival(in descriptor, reason, now);
        PageState before = descriptor.MoveTo(Place.OnNode(target.Id), descriptor.State.Frame, clear, set);
        CountArrival(ref descriptor, before, source, target, reason, now);
    }
}
