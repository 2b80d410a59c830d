namespace TierPolicy.Engine;

/// <summary>
/// The pages that a thread holds for the program: those it has a write lease on, and those that the store is called for. Only its thread writes it; others may look, to tell the program
/// who holds what, and to leave a memory in place for as long as somebody writes to it.
/// </summary>
internal sealed class ThreadHolds
{
    private static readonly Lock Registration = new();
    private static ThreadHolds[] _all = [];

    [ThreadStatic]
    private static ThreadHolds? _mine;

    private readonly Thread _thread = Thread.CurrentThread;

    // Never fewer: who looks may have an older array, in which are the same entries.
    private Entry[] _entries = [new Entry()];

    /// <summary>This thread's.</summary>
    public static ThreadHolds Mine => _mine ?? Register();

    /// <summary>This thread's; null where it never held a page.</summary>
    public static ThreadHolds? MineOrNull => _mine;

    /// <summary>The write leases on pages of a memory, as of a moment; those of threads that have ended included, which nobody can end any more.</summary>
    public static List<HeldPage> LeasesOf(MemoryCore core)
    {
        List<HeldPage> leases = [];
        foreach (ThreadHolds holds in Volatile.Read(ref _all))
        {
            foreach (Entry entry in Volatile.Read(ref holds._entries))
            {
                // Twice the same count: all of it is of one lease.
                long count = Volatile.Read(ref entry.Count);
                if (Volatile.Read(ref entry.Core) == core && entry.Holder == PageLocks.Holder.Lease)
                {
                    HeldPage held = new(entry, count, entry.Page, holds._thread);
                    Thread.MemoryBarrier();
                    if (Volatile.Read(ref entry.Count) == count)
                    {
                        leases.Add(held);
                    }
                }
            }
        }

        return leases;
    }

    /// <summary>Whether a thread that lives holds a page of the memory. Have the process pass a barrier before, for one that has just begun.</summary>
    public static bool AnyOf(MemoryCore core) =>
        Volatile.Read(ref _all).Any(holds => Volatile.Read(ref holds._entries).Any(entry => Volatile.Read(ref entry.Core) == core) && holds._thread.IsAlive);

    /// <summary>The memory is gone: what threads that have ended held of it does not keep it in memory.</summary>
    public static void Forget(MemoryCore core)
    {
        foreach (Entry entry in Volatile.Read(ref _all).Where(static holds => !holds._thread.IsAlive).SelectMany(static holds => holds._entries))
        {
            Interlocked.CompareExchange(ref entry.Core, null, core);
        }
    }

    public void Add(MemoryCore core, uint page, PageLocks.Holder holder)
    {
        Entry entry = Find(null, 0, default) ?? Grow();
        Volatile.Write(ref entry.Count, entry.Count + 1);
        entry.Page = page;
        entry.Holder = holder;
        Volatile.Write(ref entry.Core, core);
    }

    public bool Contains(MemoryCore core, uint page, PageLocks.Holder holder) => Find(core, page, holder) is not null;

    /// <summary>Ends what <see cref="Add"/> began; false where it has ended already.</summary>
    public bool Remove(MemoryCore core, uint page, PageLocks.Holder holder)
    {
        if (Find(core, page, holder) is not Entry entry)
        {
            return false;
        }

        Volatile.Write(ref entry.Core, null);
        return true;
    }

    private Entry? Find(MemoryCore? core, uint page, PageLocks.Holder holder)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Core == core && (core is null || (entry.Page == page && entry.Holder == holder)))
            {
                return entry;
            }
        }

        return null;
    }

    private Entry Grow()
    {
        Entry entry = new();
        Volatile.Write(ref _entries, [.. _entries, entry]);
        return entry;
    }

    private static ThreadHolds Register()
    {
        ThreadHolds mine = new();
        lock (Registration)
        {
            Volatile.Write(ref _all, [.. _all.Where(static holds => holds._thread.IsAlive || holds._entries.Any(static entry => entry.Core is not null)), mine]);
        }

        return _mine = mine;
    }

    private sealed class Entry
    {
        /// <summary>The pages that were held in this entry until now, the present one included.</summary>
        public long Count;

        /// <summary>Whose page it is; null where none is held.</summary>
        public MemoryCore? Core;

        public uint Page;

        public PageLocks.Holder Holder;
    }
}

/// <summary>A page that a thread has a write lease on.</summary>
/// <param name="Entry">With <paramref name="Count"/>: tells the lease from all others.</param>
/// <param name="Count">See <paramref name="Entry"/>.</param>
/// <param name="Page">The page's index.</param>
/// <param name="Thread">The thread.</param>
internal readonly record struct HeldPage(object Entry, long Count, uint Page, Thread Thread);
