using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <summary>
/// Locks pages on behalf of the program: unlike reclaim, it waits. Remembers which pages a thread holds, so that a thread that waits for itself is told so.
/// </summary>
internal static class PageLocks
{
    /// <summary>How long to wait, without a thread, for one who has a page locked and cannot be waited for otherwise: a thread that reads it, or moves it to a device.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Locks the page, waiting for whoever moves or writes it.</summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    public static ref PageDescriptor Lock(MemoryCore core, PageId page)
    {
        ref PageDescriptor descriptor = ref core.Pages.Find(page);
        SpinWait wait = default;
        while (!TryLock(core, page, ref descriptor))
        {
            // Who has it locked may never let it go again.
            Disposed.ThrowIf(core.IsDisposed, typeof(TieredMemory<>));
            wait.SpinOnce();
        }

        return ref descriptor;
    }

    /// <summary>As <see cref="Lock"/>, without holding the thread while others have the page locked.</summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    public static async ValueTask LockAsync(MemoryCore core, PageId page, CancellationToken cancellation)
    {
        while (!TryLock(core, page, ref core.Pages.Find(page)))
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// For one who is about to wait until a page is moved, reclaimed or written in place: a writer to a copy does not stand in the way of that, one in place and the store that is called for it do.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store is called for it, or it is written in place, on this thread.</exception>
    public static void RequireNotInTheWay(MemoryCore core, PageId page)
    {
        if (IsHeld(core, page.Index, Holder.Store) || (core.Pages[page.Index].State.IsWriting && IsHeld(core, page.Index, Holder.Lease)))
        {
            throw WaitsForItself(page);
        }
    }

    /// <summary>From here on this thread holds the page for the program.</summary>
    public static void Enter(MemoryCore core, uint page, Holder holder) => ThreadHolds.Mine.Add(core, page, holder);

    /// <summary>Ends what <see cref="Enter"/> began; false where it has ended already.</summary>
    public static bool Leave(MemoryCore core, uint page, Holder holder) => ThreadHolds.MineOrNull?.Remove(core, page, holder) == true;

    /// <summary>Whether this thread holds the page for the program.</summary>
    public static bool IsHeld(MemoryCore core, uint page, Holder holder) => ThreadHolds.MineOrNull?.Contains(core, page, holder) == true;

    private static bool TryLock(MemoryCore core, PageId page, ref PageDescriptor descriptor)
    {
        if (!descriptor.TryLock())
        {
            if (IsHeld(core, page.Index, Holder.Lease) || IsHeld(core, page.Index, Holder.Store))
            {
                throw WaitsForItself(page);
            }

            RequireAlive(ref descriptor, page);
            return false;
        }

        if (Volatile.Read(ref descriptor.Generation) != page.Generation)
        {
            descriptor.Unlock();
            throw PageTable.Gone(page);
        }

        return true;
    }

    private static InvalidOperationException WaitsForItself(PageId page) =>
        new($"This thread would wait for itself: it holds a write lease on {page}, or the store is called for it. Dispose the lease first; a store must not use the page it is called for.");

    private static void RequireAlive(ref PageDescriptor descriptor, PageId page)
    {
        if (Volatile.Read(ref descriptor.Generation) != page.Generation || descriptor.State.Place == Place.Freed)
        {
            throw PageTable.Gone(page);
        }
    }

    /// <summary>On whose behalf a thread holds a page.</summary>
    public enum Holder
    {
        /// <summary>A write lease.</summary>
        Lease,

        /// <summary>The program's store, while it is called for the page.</summary>
        Store,
    }
}
