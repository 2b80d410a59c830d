using System.IO.Hashing;
using TierPolicy.Nodes;

namespace TierPolicy.Storage;

/// <summary>
/// Frames (slots) in a file, side by side. A checksum of each is kept in memory and compared whenever the slot is read, so that a device that gives back something else than it was
/// given is found out before the program sees it.
/// </summary>
internal sealed class FileStorage : FrameStorage
{
    private readonly BlockDevice _device;
    private readonly DeviceWriter _writer;
    private readonly ulong[] _checksums;

    /// <param name="pageSize">Bytes a slot.</param>
    /// <param name="slots">Slots.</param>
    /// <param name="device">The file; disposed with this.</param>
    /// <param name="threadName">The name of the one thread that writes; null: whoever asks for a write does it.</param>
    public FileStorage(int pageSize, long slots, BlockDevice device, string? threadName)
        : base(pageSize)
    {
        _device = device;
        _checksums = new ulong[slots];
        _writer = new DeviceWriter(WriteRuns, threadName);
    }

    public override void Read(uint frame, Span<byte> page)
    {
        _device.ReadExactly(page, Offset(frame));
        Verify(frame, page);
    }

    public override IOException? Write(IReadOnlyList<PageWrite> pages) => _writer.Write(pages);

    public override void Dispose()
    {
        _writer.Dispose();
        _device.Dispose();
    }

    private void Verify(uint frame, ReadOnlySpan<byte> page)
    {
        if (XxHash3.HashToUInt64(page) != Volatile.Read(ref _checksums[frame]))
        {
            throw new ChecksumMismatchException();
        }
    }

    private IOException? WriteRuns(IReadOnlyList<PageWrite> pages)
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
                Volatile.Write(ref _checksums[page.Frame], XxHash3.HashToUInt64(page.Contents.Span));
                page.IsWritten = true;
            }
        }

        return failure;
    }

    private long Offset(uint frame) => (long)frame * PageSize;
}
