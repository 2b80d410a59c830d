using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>
/// An algorithm that keeps one order of all pages of a node, anonymous and file ones together, and finds the next victim in it: a struct, on which the node's list is specialised.
/// All members but <see cref="OnAccess"/> are called under the node's lock.
/// </summary>
internal interface IAging
{
    /// <summary>Whether <see cref="OnAccess"/> must be told each access that is noticed; else the page's referenced flag says all there is to know.</summary>
    static abstract bool FollowsAccesses { get; }

    /// <summary>A page of the node, <see cref="PageTable.None"/> where there is none.</summary>
    uint Any { get; }

    /// <param name="capacity">Pages that the node holds.</param>
    void Initialise(long capacity);

    /// <summary>A page has come to the node, or is put back.</summary>
    void Add(PageTable pages, uint page);

    /// <summary>A victim is put back that cannot leave: others must be found before it is found again.</summary>
    void AddKept(PageTable pages, uint page);

    void Remove(PageTable pages, uint page);

    /// <summary>A page that stands on the list was accessed; under the lock only where the order changes by it.</summary>
    void OnAccess(PageTable pages, uint page);

    /// <summary>The next page to reclaim. It stays on the list for the caller to remove.</summary>
    /// <param name="pages">All pages.</param>
    /// <param name="filter">Which pages may be taken.</param>
    /// <param name="looks">How many pages may be looked at, since others wait for the lock meanwhile: what is left of that.</param>
    /// <returns><see cref="PageTable.None"/> where there is none to the filter's liking; or looks have run out: then the next search goes on from there.</returns>
    uint FindVictim(PageTable pages, VictimFilter filter, ref int looks);
}
