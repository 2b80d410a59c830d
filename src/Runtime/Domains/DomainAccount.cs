namespace TierPolicy.Domains;

/// <summary>What a domain may hold and where, and what it holds: pages on nodes, not those in swap or dropped.</summary>
internal sealed class DomainAccount(string name, long limitPages, ulong nodes, DomainDemotion demotion)
{
    private long _pages;

    /// <summary>The account of pages that are in no domain.</summary>
    public static DomainAccount Unbounded() => new("none", long.MaxValue, ulong.MaxValue, DomainDemotion.On);

    public string Name => name;

    public long LimitPages => limitPages;

    public ulong Nodes => nodes;

    public DomainDemotion Demotion => demotion;

    public long Pages => Volatile.Read(ref _pages);

    /// <summary>Charges a page, if the limit allows it.</summary>
    public bool TryCharge()
    {
        if (Interlocked.Increment(ref _pages) <= limitPages)
        {
            return true;
        }

        Interlocked.Decrement(ref _pages);
        return false;
    }

    /// <summary>Charges a page that was there before the limit was asked.</summary>
    public void ChargeAnyway() => Interlocked.Increment(ref _pages);

    public void Uncharge() => Interlocked.Decrement(ref _pages);
}
