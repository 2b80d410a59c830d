using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Traces;

/// <summary>
/// The first bytes of a <c>.tptrace</c> file: what it is and which columns it has. Version 1 says there what the
/// trace sums to, version 2 at the end, so that it can be written to a pipe. The layouts are told in <c>docs/trace-format.md</c>.
/// </summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Columns">The columns of all blocks.</param>
/// <param name="PageSize">Bytes a page; 0 where the trace does not tell.</param>
/// <param name="Sampling">The trace holds one in so many of the accesses that there were.</param>
/// <param name="Summary">What the trace sums to, in version 1.</param>
internal readonly record struct TraceHeader(int Version, TraceColumns Columns, int PageSize, int Sampling, TraceSummary? Summary)
{
    /// <summary>Both versions.</summary>
    public const int Length = 48;

    public const int LatestVersion = 2;

    private const TraceColumns ColumnsOfVersion1 = TraceColumns.Page | TraceColumns.Write;

    private const int VersionAt = 8;
    private const int FlagsAt = 10;
    private const int ColumnsAt = 12;

    // Version 1.
    private const int AccessesAt = 16;
    private const int PagesAt = 24;
    private const int WritesAt = 32;

    // Version 2.
    private const int PageSizeAt = 16;
    private const int SamplingAt = 20;
    private const int ReservedAt = 24;

    private const int ChecksumAt = 40;

    /// <summary>Ends in the DOS end-of-file character, so that a file shown as text stops after its name.</summary>
    public static ReadOnlySpan<byte> Magic => "TPTRACE\u001a"u8;

    /// <summary>Writes a header of version 2.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[..Length].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[VersionAt..], LatestVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ColumnsAt..], (uint)Columns);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[PageSizeAt..], PageSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[SamplingAt..], Sampling);
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
        if (version is < 1 or > LatestVersion)
        {
            throw new TraceFormatException(name, VersionAt, $"expected format version 1 or {LatestVersion}, found {version}");
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

        TraceColumns known = version == 1 ? ColumnsOfVersion1 : TraceColumns.All;
        var columns = (TraceColumns)BinaryPrimitives.ReadUInt32LittleEndian(bytes[ColumnsAt..]);
        if ((columns & ~known) != 0)
        {
            throw new TraceFormatException(
                name, ColumnsAt, $"expected only the columns {known}, found the unknown column bits 0x{(uint)(columns & ~known):x}");
        }

        if (!columns.HasFlag(TraceColumns.Page))
        {
            throw new TraceFormatException(name, ColumnsAt, "expected the column Page, which every trace has");
        }

        return version == 1 ? ParseVersion1(name, columns, bytes) : ParseVersion2(name, columns, bytes);
    }

    private static TraceHeader ParseVersion1(string name, TraceColumns columns, ReadOnlySpan<byte> bytes)
    {
        var summary = new TraceSummary(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[AccessesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[PagesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[WritesAt..]));
        return summary.IsPossible
            ? new TraceHeader(1, columns, 0, 1, summary)
            : throw new TraceFormatException(name, AccessesAt, "expected counts of pages and writes that do not exceed that of accesses");
    }

    private static TraceHeader ParseVersion2(string name, TraceColumns columns, ReadOnlySpan<byte> bytes)
    {
        int pageSize = BinaryPrimitives.ReadInt32LittleEndian(bytes[PageSizeAt..]);
        if (pageSize < 0)
        {
            throw new TraceFormatException(name, PageSizeAt, $"expected a page size of less than 2 GiB, found {(uint)pageSize}");
        }

        int sampling = BinaryPrimitives.ReadInt32LittleEndian(bytes[SamplingAt..]);
        if (sampling < 1)
        {
            throw new TraceFormatException(name, SamplingAt, $"expected a sampling of one in 1 or more, found one in {sampling}");
        }

        return bytes[ReservedAt..ChecksumAt].ContainsAnyExcept((byte)0)
            ? throw new TraceFormatException(name, ReservedAt, "expected zeros in what is reserved")
            : new TraceHeader(2, columns, pageSize, sampling, null);
    }
}
