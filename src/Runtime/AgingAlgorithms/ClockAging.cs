using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>
/// CLOCK (Corbató, "A paging experiment with the Multics system", 1968), as FIFO with reinsertion: a page that was referenced since it came to the head goes there again
/// instead of leaving.
/// </summary>
internal struct ClockAging : IAging
{
    private PageList _list;

    public static bool FollowsAccesses => false;

    public readonly uint Any => _list.Tail;

    public void Initialise(long capacity) => _list = new PageList();

    public void Add(PageTable pages, uint page) => _list.AddHead(pages, page);

    public void AddKept(PageTable pages, uint page) => Add(pages, page);

    public void Remove(PageTable pages, uint page) => _list.Remove(pages, page);

    public readonly void OnAccess(PageTable pages, uint page)
    {
        // The referenced flag is all there is to it.
    }

    public uint FindVictim(PageTable pages, VictimFilter filter, ref int looks)
    {
        uint page = filter.Start(pages, in _list);

        // Each page is met once as referenced and once as not; more often only if it is read meanwhile.
        for (long steps = 2 * _list.Count; page != PageTable.None && steps > 0 && looks > 0; steps--)
        {
            looks--;
            ref PageDescriptor descriptor = ref pages[page];
            uint previous = descriptor.Previous;
            if (filter.Takes(ref descriptor))
            {
                if (!descriptor.State.IsReferenced)
                {
                    return page;
                }

                descriptor.Clear(PageFlags.Referenced);
                if (previous != PageTable.None)
                {
                    _list.Remove(pages, page);
                    _list.AddHead(pages, page);
                }
            }
            else
            {
                _list.PassedOver = page;
            }

            page = previous == PageTable.None ? filter.Start(pages, in _list) : previous;
        }

        return PageTable.None;
    }
}
