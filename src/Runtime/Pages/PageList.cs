namespace TierPolicy.Pages;

/// <summary>A doubly linked list through the descriptors. Under its node's lock.</summary>
internal struct PageList()
{
    private uint _head = PageTable.None;
    private uint _tail = PageTable.None;

    /// <summary>Pages on the list; may be read without the lock.</summary>
    public long Count { get; private set; }

    /// <summary>The page that came last, <see cref="PageTable.None"/> where there is none.</summary>
    public readonly uint Head => _head;

    /// <summary>The page that stood longest, <see cref="PageTable.None"/> where there is none.</summary>
    public readonly uint Tail => _tail;

    /// <summary>The page up to which, from the tail, a search has passed over all pages; <see cref="PageTable.None"/>: over none. When that page is removed it is the one behind it.</summary>
    public uint PassedOver { get; set; } = PageTable.None;

    public void AddHead(PageTable pages, uint page)
    {
        ref PageDescriptor descriptor = ref pages[page];
        descriptor.Previous = PageTable.None;
        descriptor.Next = _head;
        if (_head == PageTable.None)
        {
            _tail = page;
        }
        else
        {
            pages[_head].Previous = page;
        }

        _head = page;
        Count++;
    }

    /// <summary>Adds a page next to one that is on the list, on the side of the tail.</summary>
    public void AddAfter(PageTable pages, uint before, uint page)
    {
        ref PageDescriptor descriptor = ref pages[page];
        uint next = pages[before].Next;
        descriptor.Previous = before;
        descriptor.Next = next;
        pages[before].Next = page;
        if (next == PageTable.None)
        {
            _tail = page;
        }
        else
        {
            pages[next].Previous = page;
        }

        Count++;
    }

    public void Remove(PageTable pages, uint page)
    {
        ref PageDescriptor descriptor = ref pages[page];
        if (page == PassedOver)
        {
            PassedOver = descriptor.Next;
        }

        if (descriptor.Previous == PageTable.None)
        {
            _head = descriptor.Next;
        }
        else
        {
            pages[descriptor.Previous].Next = descriptor.Next;
        }

        if (descriptor.Next == PageTable.None)
        {
            _tail = descriptor.Previous;
        }
        else
        {
            pages[descriptor.Next].Previous = descriptor.Previous;
        }

        Count--;
    }
}
