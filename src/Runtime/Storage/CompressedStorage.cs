using System.Buffers;
using TierPolicy.Nodes;

namespace TierPolicy.Storage;

/// <summary>
/// Pages compressed in memory (Linux, zram). Its capacity is in bytes after compression, so how many pages it holds depends on them: it has a frame number for as many as could
/// ever fit, and says itself for how many there is room. Pages that do not get small enough are refused, and go on to the next tier.
/// </summary>
/// <param name="pageSize">Bytes a page.</param>
/// <param name="pages">Its capacity in pages that are not compressed.</param>
/// <param name="codec">How it compresses.</param>
internal sealed class CompressedStorage(int pageSize, long pages, PageCodec codec) : FrameStorage(pageSize), IFrameRoom
{
    /// <summary>Frame numbers a page of capacity: a page takes one grain at least.</summary>
    public const int FramesPerPage = GrainSlab.GrainsPerPage;

    private readonly Lock _lock = new();
    private readonly GrainSlab _slab = new(pageSize, pages);
    private readonly (uint Head, int Length)[] _frames = new (uint, int)[pages * FramesPerPage];
    private long _reserved;

    /// <summary>A page that takes more than three quarters of its size is not worth the time.</summary>
    private int MaxLength => PageSize / 4 * 3;

    /// <summary>Pages for which there is room whatever they compress to.</summary>
    public long FreePages => (_slab.Free / GrainSlab.GrainsPerPage) - Volatile.Read(ref _reserved);

    /// <summary>A frame was taken: room for a whole page is kept until it is known how much it needs.</summary>
    public void Reserve(uint frame)
    {
        lock (_lock)
        {
            _frames[frame] = (GrainSlab.End, 0);
            _reserved++;
        }
    }

    public void Release(uint frame)
    {
        lock (_lock)
        {
            if (_frames[frame].Length == 0)
            {
                _reserved--;
            }
            else
            {
                _slab.Release(_frames[frame].Head);
            }
        }
    }

    public override void Read(uint frame, Span<byte> page)
    {
        (uint head, int length) = _frames[frame];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxLength);
        try
        {
            Span<byte> compressed = buffer.AsSpan(0, length);
            _slab.Load(head, compressed);
            codec.Decompress(compressed, page);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override IOException? Write(IReadOnlyList<PageWrite> pages)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxLength);
        try
        {
            foreach (PageWrite page in pages)
            {
                int length = codec.Compress(page.Contents.Span, buffer.AsSpan(0, MaxLength));
                if (length > 0 && _slab.TryStore(buffer.AsSpan(0, length), out uint head))
                {
                    lock (_lock)
                    {
                        _frames[page.Frame] = (head, length);
                        _reserved--;
                    }

                    page.IsWritten = true;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return null;
    }

    public override void Dispose()
    {
        _slab.Dispose();
        codec.Dispose();
    }
}
