using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Storage;

/// <summary>The first block of a durable file: that it is one, and of what shape.</summary>
/// <param name="PageSize">Bytes a page.</param>
/// <param name="Slots">Slots.</param>
internal readonly record struct DurableHeader(int PageSize, long Slots)
{
    public const int Size = 4096;
    private const int Version = 1;
    private const int Sealed = 32;

    private static ReadOnlySpan<byte> Magic => "TIERPAGE"u8;

    /// <summary>Where the records begin: behind the header.</summary>
    public static long RecordOffset(uint slot) => Size + ((long)slot * DurableRecord.Size);

    /// <summary>Where the first slot begins: behind the records, at a multiple of the page and of a device's block.</summary>
    public long DataOffset
    {
        get
        {
            long alignment = Math.Max(PageSize, Size);
            return (RecordOffset(0) + (Slots * DurableRecord.Size) + alignment - 1) / alignment * alignment;
        }
    }

    public long FileSize => checked(DataOffset + (Slots * PageSize));

    public byte[] ToBlock()
    {
        byte[] block = new byte[Size];
        Magic.CopyTo(block);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(12), PageSize);
        BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(16), Slots);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(Sealed), XxHash3.HashToUInt64(block.AsSpan(0, Sealed)));
        return block;
    }

    /// <exception cref="IOException">It is not the header of a durable file, or of one that this version cannot read.</exception>
    public static DurableHeader Parse(ReadOnlySpan<byte> block)
    {
        if (!block.StartsWith(Magic) || BinaryPrimitives.ReadUInt64LittleEndian(block[Sealed..]) != XxHash3.HashToUInt64(block[..Sealed]))
        {
            throw new IOException("it is not a file of durable pages");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(block[8..]);
        return version == Version
            ? new DurableHeader(BinaryPrimitives.ReadInt32LittleEndian(block[12..]), BinaryPrimitives.ReadInt64LittleEndian(block[16..]))
            : throw new IOException(FormattableString.Invariant($"it has format {version}, and this version of the runtime reads format {Version}"));
    }
}
