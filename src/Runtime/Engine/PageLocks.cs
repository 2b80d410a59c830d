using TierPolicy.Pages;

namespace TierPolicy.Engine;

/// <summary>
/// Locks pages on behalf of the program: unlike reclaim, it waits. Remembers which pages a thread writes, so that a thread that waits for itself is told so.
/// </summary>
internal static class PageLocks
{
    [ThreadStatic]
    private static List<(MemoryCore Core, uint Page)>? _written;

    /// <summary>Locks the page, waiting for whoever moves or writes it.</summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">This thread holds a write lease on the page.</exception>
    public static ref PageDescriptor Lock(MemoryCore core, PageId page)
    {
        ref PageDescriptor descriptor = ref core.Pages.Find(page);
        SpinWait wait = default;
        while (!descriptor.TryLock())
        {
            if (IsWrittenByThisThread(core, page.Index))
            {
                throw new InvalidOperationException($"This thread holds a write lease on {page}: dispose it first.");
            }

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

    public static void Enter(MemoryCore core, uint page) => (_written ??= []).Add((core, page));

    public static void Leave(MemoryCore core, uint page) => _written!.Remove((core, page));

    private static bool IsWrittenByThisThread(MemoryCore core, uint page) => _written?.Contains((core, page)) == true;

    private static void RequireAlive(ref PageDescriptor descriptor, PageId page)
    {
        if (Volatile.Read(ref descriptor.Generation) != page.Generation || descriptor.State.Place == Place.Freed)
        {
            throw PageTable.Gone(page);
        }
    }
}
