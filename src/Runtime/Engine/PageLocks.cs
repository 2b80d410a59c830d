using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <summary>
/// Locks pages on behalf of the program: unlike reclaim, it waits. Remembers which pages a thread holds, so that a thread that waits for itself is told so.
/// </summary>
internal static class PageLocks
{
    [ThreadStatic]
    private static List<(MemoryCore Core, uint Page)>? _held;

    /// <summary>Locks the page, waiting for whoever moves or writes it.</summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    public static ref PageDescriptor Lock(MemoryCore core, PageId page)
    {
        ref PageDescriptor descriptor = ref core.Pages.Find(page);
        SpinWait wait = default;
        while (!descriptor.TryLock())
        {
            RequireNotHeld(core, page);
            RequireAlive(ref descriptor, page);
            wait.SpinOnce();
        }

        if (Volatile.Read(ref descriptor.Generation) != page.Generation)
        {
            descriptor.Unlock();
            throw PageTable.Gone(page);
        }

        return ref descriptor;
    }

    /// <summary>For one who is about to wait for a page.</summary>
    /// <exception cref="InvalidOperationException">This thread itself holds it.</exception>
    public static void RequireNotHeld(MemoryCore core, PageId page)
    {
        if (IsHeldByThisThread(core, page.Index))
        {
            throw new InvalidOperationException($"This thread would wait for itself: it holds a write lease on {page}, or the store is called for it. Dispose the lease first; a store must not use the page it is called for.");
        }
    }

    /// <summary>From here on this thread holds the page for the program: for a write lease, or while the program's store is called for it.</summary>
    public static void Enter(MemoryCore core, uint page) => (_held ??= []).Add((core, page));

    /// <summary>Ends what <see cref="Enter"/> began; false where it has ended already.</summary>
    public static bool Leave(MemoryCore core, uint page) => _held?.Remove((core, page)) == true;

    private static bool IsHeldByThisThread(MemoryCore core, uint page) => _held?.Contains((core, page)) == true;

    private static void RequireAlive(ref PageDescriptor descriptor, PageId page)
    {
        if (Volatile.Read(ref descriptor.Generation) != page.Generation || descriptor.State.Place == Place.Freed)
        {
            throw PageTable.Gone(page);
        }
    }
}
