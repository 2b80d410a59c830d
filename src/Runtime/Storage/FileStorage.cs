using System.IO.Hashing;
using TierPolicy.Nodes;

namespace TierPolicy.Storage;

/// <summary>
/// Frames (slots) in a file, side by side. A checksum of each is kept in memory and compared whenever the slot is read, so that a device that gives back something else than it was
/// given is found out before the program sees it.
/// </summary>
internal class FileStorage : FrameStorage
{
    private readonly BlockDevice _device;
    private readonly DeviceWriter _writer;
    private readonly ulong[] _checksums;
    private readonly long _dataOffset;

    /// <param name="pageSize">Bytes a slot.</param>
    /// <param name="slots">Slots.</param>
    /// <param name="device">The file; disposed with this.</param>
    /// <param name="threadName">The name of the one thread that writes; null: whoever asks for a write does it.</param>
    /// <param name="dataOffset">Where the first slot begins.</param>
    public FileStorage(int pageSize, long slots, BlockDevice device, string? threadName, long dataOffset = 0)
        : base(pageSize)
    {
        _device = device;
        _dataOffset = dataOffset;
        _checksums = new ulong[slots];
        _writer = new DeviceWriter(WriteBatch, threadName);
    }

    public override void Read(uint frame, Span<byte> page)
    {
        _device.ReadExactly(page, Offset(frame));
        Verify(frame, page);
    }

    public override async ValueTask ReadAsync(uint frame, Memory<byte> page)
    {
        await _device.ReadExactlyAsync(page, Offset(frame)).ConfigureAwait(false);
        Verify(frame, page.Span);
    }

    public override IOException? Write(IReadOnlyList<PageWrite> pages) => _writer.Write(pages);

    public override void Dispose()
    {
        _writer.Dispose();
        _device.Dispose();
    }

    /// <summary>As <see cref="Write"/>, without blocking the caller where the device has a thread.</summary>
    public Task<IOException?> WriteAsync(IReadOnlyList<PageWrite> pages) => _writer.WriteAsync(pages);

    protected ulong ChecksumOf(uint frame) => Volatile.Read(ref _checksums[frame]);

    /// <summary>Says what a slot holds that was written by another process.</summary>
    protected void SetChecksum(uint frame, ulong checksum) => Volatile.Write(ref _checksums[frame], checksum);

    private void Verify(uint frame, ReadOnlySpan<byte> page)
    {
        if (XxHash3.HashToUInt64(page) != ChecksumOf(frame))
        {
            throw new ChecksumMismatchException();
        }
    }

    /// <summary>Writes pages, one batch after the other.</summary>
    protected virtual IOException? WriteBatch(IReadOnlyList<PageWrite> pages)
    {
        IOException? failure = null;
        foreach (ArraySegment<PageWrite> run in SlotRuns.Of(pages))
        {
            try
            {
                _device.Write([.. run.Select(static page => page.Contents)], Offset(run[0].Frame));
            }
            catch (IOException error)
            {
                failure = error;
                continue;
            }

            foreach (PageWrite page in run)
            {
                SetChecksum(page.Frame, XxHash3.HashToUInt64(page.Contents.Span));
                page.IsWritten = true;
            }
        }

        return failure;
    }

    private long Offset(uint frame) => _dataOffset + ((long)frame * PageSize);
}
