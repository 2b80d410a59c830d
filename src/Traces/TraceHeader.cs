using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Traces;

/// <summary>
/// The first bytes of a <c>.tptrace</c> file: what it is, which columns it has and what they sum to.
/// The layout is told in <c>docs/trace-format.md</c>.
/// </summary>
internal readonly record struct TraceHeader(TraceColumns Columns, TraceSummary Summary)
{
    public const int Length = 48;
    public const int MagicLength = 8;
    public const ushort Version = 1;

    private const TraceColumns Known = TraceColumns.Page | TraceColumns.Write;

    private const int VersionAt = 8;
    private const int FlagsAt = 10;
    private const int ColumnsAt = 12;
    private const int AccessesAt = 16;
    private const int PagesAt = 24;
    private const int WritesAt = 32;
    private const int ChecksumAt = 40;

    /// <summary>Ends in the DOS end-of-file character, so that a file shown as text stops after its name.</summary>
    public static ReadOnlySpan<byte> Magic => "TPTRACE\u001a"u8;

    public void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[VersionAt..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[FlagsAt..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ColumnsAt..], (uint)Columns);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[AccessesAt..], Summary.Accesses);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[PagesAt..], Summary.DistinctPages);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[WritesAt..], Summary.Writes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[ChecksumAt..], XxHash3.HashToUInt64(bytes[..ChecksumAt]));
    }

    /// <summary>
    /// Reads a header. The version is looked at before the checksum: another version may place it elsewhere.
    /// </summary>
    public static TraceHeader Parse(string name, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw new TraceFormatException(name, 0, "expected a .tptrace file, which starts with 'TPTRACE'");
        }

        if (bytes.Length < Length)
        {
            throw new TraceFormatException(name, bytes.Length, $"expected a header of {Length} bytes, found the end of the file");
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[VersionAt..]);
        if (version != Version)
        {
            throw new TraceFormatException(name, VersionAt, $"expected format version {Version}, found {version}");
        }

        if (XxHash3.HashToUInt64(bytes[..ChecksumAt]) != BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]))
        {
            throw new TraceFormatException(name, ChecksumAt, "expected the checksum of the header, which is corrupt");
        }

        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[FlagsAt..]);
        if (flags != 0)
        {
            throw new TraceFormatException(name, FlagsAt, $"expected no flags, found 0x{flags:x}");
        }

        var columns = (TraceColumns)BinaryPrimitives.ReadUInt32LittleEndian(bytes[ColumnsAt..]);
        if ((columns & ~Known) != 0)
        {
            throw new TraceFormatException(
                name, ColumnsAt, $"expected only the columns {Known}, found the unknown column bits 0x{(uint)(columns & ~Known):x}");
        }

        if (!columns.HasFlag(TraceColumns.Page))
        {
            throw new TraceFormatException(name, ColumnsAt, "expected the column Page, which every trace has");
        }

        var summary = new TraceSummary(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[AccessesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[PagesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[WritesAt..]));
        if (summary.Accesses < 0
            || (ulong)summary.DistinctPages > (ulong)summary.Accesses
            || (ulong)summary.Writes > (ulong)summary.Accesses)
        {
            throw new TraceFormatException(name, AccessesAt, "expected counts of pages and writes that do not exceed that of accesses");
        }

        return new TraceHeader(columns, summary);
    }
}
