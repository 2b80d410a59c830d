using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>Least recently used (Denning, "The working set model for program behavior", CACM 1968; Mattson et al., IBM Systems Journal 1970): each access that is noticed moves its page to the head.</summary>
internal struct LruAging : IAging
{
    private PageList _list;

    public static bool FollowsAccesses => true;

    public readonly uint Any => _list.Tail;

    public void Initialise(long capacity) => _list = new PageList();

    public void Add(PageTable pages, uint page) => _list.AddHead(pages, page);

    public void AddKept(PageTable pages, uint page) => Add(pages, page);

    public void Remove(PageTable pages, uint page) => _list.Remove(pages, page);

    public void OnAccess(PageTable pages, uint page)
    {
        if (page != _list.Head)
        {
            _list.Remove(pages, page);
            _list.AddHead(pages, page);
        }
    }

    public uint FindVictim(PageTable pages, VictimFilter filter, ref int looks)
    {
        for (uint page = filter.Start(pages, in _list); page != PageTable.None && looks > 0; page = pages[page].Previous)
        {
            looks--;
            if (filter.Takes(ref pages[page]))
            {
                // The next victims have not been used for long either, and so are in no cache: this one's neighbour was fetched by the victim before.
                if (pages[page].Previous is not PageTable.None and uint next)
                {
                    pages.Prefetch(pages[next].Previous);
                }

                return page;
            }

            _list.PassedOver = page;
        }

        return PageTable.None;
    }
}
