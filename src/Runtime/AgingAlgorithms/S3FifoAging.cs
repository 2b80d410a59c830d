using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>
/// S3-FIFO (Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023): new pages stand in a small queue, a tenth of the node, from where those that were accessed
/// twice go on to the main queue and the others leave; who comes back while the ghost list remembers it goes to the main queue at once. There a page that was accessed goes round
/// again, as often as it was accessed, three times at most. Pages of the main queue are the active ones.
/// </summary>
internal struct S3FifoAging : IAging
{
    private const int MoveToMain = 2;

    private PageList _small;
    private PageList _main;
    private GhostList? _ghosts;
    private long _mainCapacity;
    private long _ghostCapacity;

    public static bool FollowsAccesses => true;

    public readonly uint Any => _small.Tail != PageTable.None ? _small.Tail : _main.Tail;

    public void Initialise(long capacity)
    {
        (_small, _main) = (new PageList(), new PageList());
        _mainCapacity = capacity - (capacity / 10);
        _ghostCapacity = capacity * 9 / 10;
    }

    public void Add(PageTable pages, uint page)
    {
        ref PageDescriptor descriptor = ref pages[page];
        SetFrequency(ref descriptor, 0);

        // While the node is not full, the small queue may take the room of the main one.
        if (_ghosts?.Remove(page) == true)
        {
            descriptor.Set(PageFlags.Active);
        }

        _ghosts?.Trim();
        if (descriptor.State.IsActive)
        {
            _main.AddHead(pages, page);
        }
        else
        {
            _small.AddHead(pages, page);
        }
    }

    public void AddKept(PageTable pages, uint page) => Add(pages, page);

    public void Remove(PageTable pages, uint page)
    {
        if (pages[page].State.IsActive)
        {
            _main.Remove(pages, page);
        }
        else
        {
            _small.Remove(pages, page);
        }
    }

    public readonly void OnAccess(PageTable pages, uint page)
    {
        ref PageDescriptor descriptor = ref pages[page];
        SetFrequency(ref descriptor, Math.Min(descriptor.State.Frequency + 1, PageState.MaxFrequency));
    }

    public uint FindVictim(PageTable pages, VictimFilter filter, ref int looks)
    {
        _ghosts ??= new GhostList(_ghostCapacity, pages);

        // Room is made where there is none, so these are all that fit; where a domain has a part of the node, all of that part.
        long held = _small.Count + _main.Count;
        bool mainFirst = _main.Count > Math.Min(_mainCapacity, held - (held / 10)) || _small.Count == 0;
        uint victim = mainFirst ? FindInMain(pages, filter, ref looks) : FindInSmall(pages, filter, ref looks);

        // The filter may have left nothing in one queue, or all of the small one have moved.
        return victim != PageTable.None ? victim : mainFirst ? FindInSmall(pages, filter, ref looks) : FindInMain(pages, filter, ref looks);
    }

    private uint FindInSmall(PageTable pages, VictimFilter filter, ref int looks)
    {
        uint page = filter.Start(pages, in _small);
        while (page != PageTable.None && looks > 0)
        {
            looks--;
            ref PageDescriptor descriptor = ref pages[page];
            uint previous = descriptor.Previous;
            if (filter.Takes(ref descriptor))
            {
                if (descriptor.State.Frequency < MoveToMain)
                {
                    _ghosts!.Add(page);
                    return page;
                }

                _small.Remove(pages, page);
                SetFrequency(ref descriptor, 0);
                descriptor.Set(PageFlags.Active);
                _main.AddHead(pages, page);
            }
            else
            {
                _small.PassedOver = page;
            }

            page = previous;
        }

        return PageTable.None;
    }

    private uint FindInMain(PageTable pages, VictimFilter filter, ref int looks)
    {
        uint page = filter.Start(pages, in _main);
        for (long steps = (PageState.MaxFrequency + 1) * _main.Count; page != PageTable.None && steps > 0 && looks > 0; steps--)
        {
            looks--;
            ref PageDescriptor descriptor = ref pages[page];
            uint previous = descriptor.Previous;
            if (filter.Takes(ref descriptor))
            {
                int frequency = descriptor.State.Frequency;
                if (frequency == 0)
                {
                    return page;
                }

                SetFrequency(ref descriptor, frequency - 1);
                if (previous != PageTable.None)
                {
                    _main.Remove(pages, page);
                    _main.AddHead(pages, page);
                }
            }
            else
            {
                _main.PassedOver = page;
            }

            page = previous == PageTable.None ? filter.Start(pages, in _main) : previous;
        }

        return PageTable.None;
    }

    // A page is marked as referenced when its frequency is full: then further accesses need not be told.
    private static void SetFrequency(ref PageDescriptor descriptor, int frequency)
    {
        PageState state;
        do
        {
            state = descriptor.State;
        }
        while (!descriptor.TryTransition(state, state.WithFrequency(frequency)));
    }
}
