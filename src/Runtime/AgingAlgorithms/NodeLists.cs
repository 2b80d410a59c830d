using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>The pages of a node in the order in which they age. Under the node's lock, but for the counts.</summary>
internal abstract class NodeLists
{
    private readonly long[] _counts = new long[4];

    /// <summary>Whether accesses are told one by one by <see cref="OnAccess"/>; else a flag of the page is enough.</summary>
    public abstract bool FollowsAccesses { get; }

    /// <summary>A page of the node, <see cref="PageTable.None"/> where there is none.</summary>
    public abstract uint Any { get; }

    /// <summary>The lists for an algorithm, of a node that holds so many pages.</summary>
    public static NodeLists Create(Aging aging, PageTable pages, long capacity) => aging switch
    {
        Aging.Lru => new OneOrder<LruAging>(pages, capacity),
        Aging.Clock => new OneOrder<ClockAging>(pages, capacity),
        Aging.Sieve => new OneOrder<SieveAging>(pages, capacity),
        Aging.S3Fifo => new OneOrder<S3FifoAging>(pages, capacity),
        _ => new TwoLists(pages),
    };

    /// <summary>Pages of a kind, active or not; may be read without the lock.</summary>
    public virtual long Count(PageKind kind, bool active) => Volatile.Read(ref _counts[Index(kind, active)]);

    /// <summary>Pages on the lists; may be read without the node's lock.</summary>
    public long Total => Count(PageKind.Anon, active: false) + Count(PageKind.Anon, active: true) + Count(PageKind.File, active: false) + Count(PageKind.File, active: true);

    /// <summary>Adds a page that has come, or is put back.</summary>
    public abstract void Add(uint page);

    /// <summary>Puts a victim back that cannot leave.</summary>
    public virtual void AddKept(uint page) => Add(page);

    public abstract void Remove(uint page);

    /// <summary>A page was accessed; takes the node's lock itself where it must.</summary>
    public abstract void OnAccess(Node node, uint page);

    /// <summary>The next page to reclaim. Only of an algorithm with one order.</summary>
    /// <inheritdoc cref="IAging.FindVictim" path="/param"/>
    /// <inheritdoc cref="IAging.FindVictim" path="/returns"/>
    public abstract uint FindVictim(VictimFilter filter, ref int looks);

    protected void AddCount(PageKind kind, bool active, int pages)
    {
        ref long count = ref _counts[Index(kind, active)];
        Volatile.Write(ref count, count + pages);
    }

    protected static int Index(PageKind kind, bool active) => ((int)kind * 2) + (active ? 1 : 0);
}
