using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>The four lists of a node: anonymous and file pages, inactive and active (Linux, <c>struct lruvec</c>). Reclaim balances them and picks from them itself.</summary>
internal sealed class TwoLists(PageTable pages) : NodeLists
{
    private readonly PageList[] _lists = [new(), new(), new(), new()];

    public override bool FollowsAccesses => false;

    public override uint Any
    {
        get
        {
            foreach (ref readonly PageList list in _lists.AsSpan())
            {
                if (list.Tail != PageTable.None)
                {
                    return list.Tail;
                }
            }

            return PageTable.None;
        }
    }

    public uint Tail(PageKind kind, bool active) => _lists[Index(kind, active)].Tail;

    public override void Add(uint page)
    {
        PageState state = pages[page].State;
        _lists[Index(state.Kind, state.IsActive)].AddHead(pages, page);
        AddCount(state.Kind, state.IsActive, 1);
    }

    public override void Remove(uint page)
    {
        PageState state = pages[page].State;
        _lists[Index(state.Kind, state.IsActive)].Remove(pages, page);
        AddCount(state.Kind, state.IsActive, -1);
    }

    public override void OnAccess(Node node, uint page)
    {
        // The referenced flag is looked at when the page comes to the end of its list.
    }

    public override uint FindVictim(VictimFilter filter, ref int looks) => throw new NotSupportedException("Reclaim picks from the four lists itself.");
}
