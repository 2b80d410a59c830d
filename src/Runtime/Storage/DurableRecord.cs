using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Storage;

/// <summary>
/// What a durable file says of a slot: which page's contents are in it, as of when. 64 bytes, within one sector, with a checksum of their own: a record is there whole or not at all.
/// The format is described in docs/durable-format.md.
/// </summary>
/// <param name="Kind">Whether the slot holds a page, or says that a page was freed.</param>
/// <param name="Id">Tells the pages of a file apart; never used again.</param>
/// <param name="Sequence">Of several records of one page the highest is the one that holds.</param>
/// <param name="Key">The program's name for the page, or a file page's key in the store.</param>
/// <param name="Tag">The page's tag.</param>
/// <param name="IsFile">Whether it is a file page.</param>
/// <param name="IsDirty">Whether it is newer than what the store has.</param>
/// <param name="DomainHash">The hash of its domain's name; 0 for none.</param>
/// <param name="Checksum">Of the contents.</param>
internal readonly record struct DurableRecord(DurableRecordKind Kind, ulong Id, ulong Sequence, long Key, byte Tag, bool IsFile, bool IsDirty, ulong DomainHash, ulong Checksum)
{
    public const int Size = 64;

    private const uint Mark = 0x4452_5054;
    private const int Sealed = Size - sizeof(ulong);

    public void WriteTo(Span<byte> to)
    {
        to.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(to, Mark);
        to[4] = (byte)Kind;
        to[5] = Tag;
        to[6] = (byte)((IsFile ? 1 : 0) | (IsDirty ? 2 : 0));
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Id);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], Key);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], DomainHash);
        BinaryPrimitives.WriteUInt64LittleEndian(to[40..], Checksum);
        BinaryPrimitives.WriteUInt64LittleEndian(to[Sealed..], XxHash3.HashToUInt64(to[..Sealed]));
    }

    /// <summary>Reads a record; false where there is none, or not a whole one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out DurableRecord record)
    {
        record = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from) != Mark || BinaryPrimitives.ReadUInt64LittleEndian(from[Sealed..]) != XxHash3.HashToUInt64(from[..Sealed]))
        {
            return false;
        }

        record = new DurableRecord(
            (DurableRecordKind)from[4],
            BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
            from[5],
            (from[6] & 1) != 0,
            (from[6] & 2) != 0,
            BinaryPrimitives.ReadUInt64LittleEndian(from[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(from[40..]));
        return true;
    }
}

internal enum DurableRecordKind : byte
{
    /// <summary>The slot holds the page's contents.</summary>
    Page = 1,

    /// <summary>The page was freed, or a later version went to another node: no record of it with a lower sequence holds.</summary>
    Freed = 2,
}
