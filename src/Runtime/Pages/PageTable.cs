namespace TierPolicy.Pages;

/// <summary>All page descriptors of a memory. Grows by chunks, so that a descriptor never moves. Safe from any thread.</summary>
internal sealed class PageTable
{
    /// <summary>No page: the end of a list.</summary>
    public const uint None = uint.MaxValue;

    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly Lock _lock = new();
    private PageDescriptor[][] _chunks = [];
    private uint _freeHead = None;
    private uint _used;
    private long _count;

    /// <summary>Pages that live.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>One past the highest index ever used.</summary>
    public uint Length => Volatile.Read(ref _used);

    public ref PageDescriptor this[uint index] => ref Volatile.Read(ref _chunks)[index >> ChunkBits][index & (ChunkSize - 1)];

    public bool Exists(PageId page) => page.Index < Length && Volatile.Read(ref this[page.Index].Generation) == page.Generation;

    /// <summary>Finds the page, or says why there is none.</summary>
    /// <exception cref="ArgumentException">The page was freed, or is of another memory.</exception>
    public ref PageDescriptor Find(PageId page)
    {
        if (!Exists(page))
        {
            throw Gone(page);
        }

        return ref this[page.Index];
    }

    public static ArgumentException Gone(PageId page) => new($"{page} was freed, or never was a page of this memory.", nameof(page));

    public PageId IdOf(uint index) => new(index, this[index].Generation);

    /// <summary>Takes a descriptor for a new page; the caller initialises it.</summary>
    public uint Take()
    {
        lock (_lock)
        {
            _count++;
            if (_freeHead != None)
            {
                uint index = _freeHead;
                _freeHead = this[index].Next;
                return index;
            }

            if (_used == (uint)_chunks.Length << ChunkBits)
            {
                PageDescriptor[][] grown = new PageDescriptor[_chunks.Length + 1][];
                _chunks.CopyTo(grown, 0);
                grown[^1] = new PageDescriptor[ChunkSize];
                for (int i = 0; i < ChunkSize; i++)
                {
                    grown[^1][i].Generation = 1;
                }

                Volatile.Write(ref _chunks, grown);
            }

            return _used++;
        }
    }

    /// <summary>Takes a freed page's descriptor back: ids of that page are invalid from here on.</summary>
    public void Recycle(uint index)
    {
        lock (_lock)
        {
            ref PageDescriptor descriptor = ref this[index];
            uint next = descriptor.Generation + 1;
            Volatile.Write(ref descriptor.Generation, next == 0 ? 1 : next);
            descriptor.Next = _freeHead;
            _freeHead = index;
            _count--;
        }
    }
}
