using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>
/// SIEVE (Zhang et al., "SIEVE is simpler than LRU", NSDI 2024): a hand goes from the tail to the head, and round again; it takes the mark off pages that were referenced, which
/// stay where they are, and stops at the first that was not.
/// </summary>
internal struct SieveAging : IAging
{
    private PageList _list;
    private uint _hand;

    public static bool FollowsAccesses => false;

    public readonly uint Any => _list.Tail;

    public void Initialise(long capacity) => (_list, _hand) = (new PageList(), PageTable.None);

    public void Add(PageTable pages, uint page) => _list.AddHead(pages, page);

    /// <summary>Behind the hand, where it was: before the hand, at the head, two of them would have it go from one to the other for ever.</summary>
    public void AddKept(PageTable pages, uint page)
    {
        if (_hand == PageTable.None)
        {
            _list.AddHead(pages, page);
        }
        else
        {
            _list.AddAfter(pages, _hand, page);
        }
    }

    public void Remove(PageTable pages, uint page)
    {
        if (page == _hand)
        {
            _hand = pages[page].Previous;
        }

        _list.Remove(pages, page);
    }

    public readonly void OnAccess(PageTable pages, uint page)
    {
        // The referenced flag is all there is to it.
    }

    public uint FindVictim(PageTable pages, VictimFilter filter, ref int looks)
    {
        for (long steps = 2 * _list.Count; steps > 0 && looks > 0; steps--)
        {
            looks--;
            _hand = _hand == PageTable.None ? _list.Tail : _hand;
            ref PageDescriptor descriptor = ref pages[_hand];
            if (filter.Takes(ref descriptor))
            {
                if (!descriptor.State.IsReferenced)
                {
                    // The hand goes on when the page is removed.
                    return _hand;
                }

                descriptor.Clear(PageFlags.Referenced);
            }

            _hand = descriptor.Previous;
        }

        return PageTable.None;
    }
}
