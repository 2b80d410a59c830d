using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>All pages of a node in one order, as an algorithm keeps it.</summary>
/// <typeparam name="TAging">The algorithm.</typeparam>
internal sealed class OneOrder<TAging> : NodeLists
    where TAging : struct, IAging
{
    private readonly PageTable _pages;

#pragma warning disable IDE0044 // The algorithm changes itself: through a readonly field it would change a copy.
    private TAging _aging = new();
#pragma warning restore IDE0044

    public OneOrder(PageTable pages, long capacity)
    {
        _pages = pages;
        _aging.Initialise(capacity);
    }

    public override bool FollowsAccesses => TAging.FollowsAccesses;

    public override uint Any => _aging.Any;

    public override void Add(uint page)
    {
        _aging.Add(_pages, page);
        CountPage(page, 1);
    }

    public override void AddKept(uint page)
    {
        _aging.AddKept(_pages, page);
        CountPage(page, 1);
    }

    public override void Remove(uint page)
    {
        _aging.Remove(_pages, page);
        CountPage(page, -1);
    }

    public override void OnAccess(Node node, uint page)
    {
        if (!TAging.FollowsAccesses)
        {
            return;
        }

        if (node.Frames.IsSimulated)
        {
            MoveByAccess(node, page);
            return;
        }

        lock (node.Lock)
        {
            MoveByAccess(node, page);
        }
    }

    private void MoveByAccess(Node node, uint page)
    {
        // Isolated it stands nowhere, and comes to the head when it is put back.
        PageState state = _pages[page].State;
        if (state.Place == Place.OnNode(node.Id) && !state.IsIsolated)
        {
            _aging.OnAccess(_pages, page);
        }
    }

    public override uint FindVictim(VictimFilter filter, ref int looks) => _aging.FindVictim(_pages, filter, ref looks);

    // Which of them are active is the algorithm's own affair: all count as inactive, that is, as pages to be reclaimed.
    private void CountPage(uint page, int pages) => AddCount(_pages[page].State.Kind, active: false, pages);
}
