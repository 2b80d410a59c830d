using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TierPolicy.Pages;

/// <summary>
/// All page descriptors of a memory, outside the GC heap. Grows by chunks, so that a descriptor never moves; the directory of chunks is as large as it can ever get, and the
/// system gives it memory only where it is used. Safe from any thread.
/// </summary>
internal sealed unsafe class PageTable : IDisposable
{
    /// <summary>No page: the end of a list.</summary>
    public const uint None = uint.MaxValue;

    public const int ChunkBits = 16;
    public const int ChunkSize = 1 << ChunkBits;
    private const int DirectorySize = 1 << (32 - ChunkBits);

    // The descriptors of a chunk, and after them their records. A chunk lies on a multiple of its descriptors' size, so that the address of a descriptor tells its record's.
    private const int DescriptorBytes = ChunkSize * 16;
    private const int RecordBytes = ChunkSize * 32;

    // What a disposed table looks into: no page is there.
    public static readonly nint Nothing = NewDirectory();

    private readonly Lock _lock = new();
    private readonly List<nint> _allocations = [];
    private nint _directory = NewDirectory();
    private uint _freeHead = None;
    private uint _used;
    private long _count;

    /// <summary>For <see cref="Lookup"/>.</summary>
    public nint Directory => _directory;

    /// <summary>Pages that live.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>One past the highest index ever used.</summary>
    public uint Length => Volatile.Read(ref _used);

    /// <summary>A descriptor in use, or once in use.</summary>
    public ref PageDescriptor this[uint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref ((PageDescriptor**)_directory)[index >> ChunkBits][index & (ChunkSize - 1)];
    }

    /// <summary>The page's descriptor, null where there never was one of that index. Whether it is still that page's the caller must see by its generation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PageDescriptor* Lookup(nint directory, PageId page)
    {
        PageDescriptor* chunk = Chunk(directory, page);
        return chunk == null ? null : InChunk(chunk, page);
    }

    /// <summary>The descriptors among which the page's is, null where there never was one of that index: for who asks in two steps, which makes for the shortest code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PageDescriptor* Chunk(nint directory, PageId page) => ((PageDescriptor**)directory)[page.Index >> ChunkBits];

    /// <summary>The page's descriptor among those of its chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PageDescriptor* InChunk(PageDescriptor* chunk, PageId page) => chunk + (ushort)page.Index;

    /// <summary>The rest of what a descriptor describes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PageRecord* RecordOf(PageDescriptor* descriptor)
    {
        nint offset = (nint)descriptor & (DescriptorBytes - 1);
        return (PageRecord*)((nint)descriptor + DescriptorBytes + offset);
    }

    /// <summary>Has the processor fetch a descriptor, and its record, that will be needed soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint index)
    {
        if (Sse.IsSupported && index != None)
        {
            PageDescriptor* descriptor = ((PageDescriptor**)_directory)[index >> ChunkBits] + (index & (ChunkSize - 1));
            Sse.Prefetch0(descriptor);
            Sse.Prefetch0(RecordOf(descriptor));
        }
    }

    /// <summary>As <see cref="Prefetch"/>, for the record alone; of an index that no page has, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchRecord(uint index)
    {
        if (Sse.IsSupported && index < _used)
        {
            Sse.Prefetch0(RecordOf(((PageDescriptor**)_directory)[index >> ChunkBits] + (index & (ChunkSize - 1))));
        }
    }

    public bool Exists(PageId page)
    {
        PageDescriptor* descriptor = Lookup(_directory, page);
        return descriptor != null && Volatile.Read(ref descriptor->Generation) == page.Generation && page.Generation != 0;
    }

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

            if ((_used & (ChunkSize - 1)) == 0)
            {
                AddChunk(_used >> ChunkBits);
            }

            // Seen to be in use by those who walk over all descriptors only when it is there.
            uint taken = _used;
            this[taken].Generation = 1;
            Volatile.Write(ref _used, taken + 1);
            return taken;
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

    public void Dispose()
    {
        nint directory = Interlocked.Exchange(ref _directory, Nothing);
        if (directory != Nothing)
        {
            _allocations.ForEach(static chunk => NativeMemory.Free((void*)chunk));
            NativeMemory.Free((void*)directory);
            _used = 0;
        }
    }

    private void AddChunk(uint chunk)
    {
        // Zeroed lazily by the system: a page that never was is in generation 0, and freed.
        void* allocated = NativeMemory.AllocZeroed((nuint)(DescriptorBytes + RecordBytes + DescriptorBytes));
        _allocations.Add((nint)allocated);
        nint descriptors = ((nint)allocated + DescriptorBytes - 1) & ~(DescriptorBytes - 1);
        Volatile.Write(ref ((nint*)_directory)[chunk], descriptors);
    }

    private static nint NewDirectory() => (nint)NativeMemory.AllocZeroed(DirectorySize, (nuint)sizeof(nint));
}
