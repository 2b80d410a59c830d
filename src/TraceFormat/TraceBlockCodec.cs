using System.IO.Compression;

namespace TierPolicy.Traces;

/// <summary>
/// Turns the accesses of a block into bytes and back: each column by itself (<see cref="TraceColumnCodec"/>), one
/// after the other, all packed with Brotli. Blocks are independent of each other.
/// </summary>
internal static class TraceBlockCodec
{
    private const int BrotliWindow = 24;

    /// <summary>The most bytes that the columns of so many accesses can take before they are packed.</summary>
    public static int MaxLength(int accesses) => (accesses * TraceColumnCodec.MaxBytesAnAccess) + TraceColumnCodec.MaxBytesBesides;

    /// <summary>The most bytes that so many bytes can take when packed.</summary>
    public static int MaxPackedLength(int unpackedLength) => BrotliEncoder.GetMaxCompressedLength(unpackedLength);

    /// <summary>Writes the columns of the accesses to <paramref name="bytes"/> and returns their length.</summary>
    public static int Encode(ReadOnlySpan<TraceAccess> accesses, TraceColumns columns, Span<byte> bytes)
    {
        int at = TraceColumnCodec.EncodePages(accesses, bytes, 0);
        at = columns.HasFlag(TraceColumns.Write) ? TraceColumnCodec.EncodeWrites(accesses, bytes, at) : at;
        at = columns.HasFlag(TraceColumns.Kind) ? TraceColumnCodec.EncodeNumbers(accesses, static access => (byte)access.Kind, bytes, at) : at;
        at = columns.HasFlag(TraceColumns.Domain) ? TraceColumnCodec.EncodeNumbers(accesses, static access => access.Domain, bytes, at) : at;
        at = columns.HasFlag(TraceColumns.Tag) ? TraceColumnCodec.EncodeNumbers(accesses, static access => access.Tag, bytes, at) : at;
        at = columns.HasFlag(TraceColumns.Size) ? TraceColumnCodec.EncodeNumbers(accesses, static access => access.Size, bytes, at) : at;
        return columns.HasFlag(TraceColumns.Time) ? TraceColumnCodec.EncodeTimes(accesses, bytes, at) : at;
    }

    /// <summary>Packs columns and returns the packed length.</summary>
    public static int Pack(ReadOnlySpan<byte> columns, Span<byte> packed, int quality)
    {
        if (!BrotliEncoder.TryCompress(columns, packed, out int length, quality, BrotliWindow))
        {
            throw new InvalidOperationException("A block did not fit into the space that Brotli promised to be enough.");
        }

        return length;
    }

    /// <summary>Unpacks columns, and returns false unless they fill <paramref name="columns"/> exactly.</summary>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> columns) =>
        BrotliDecoder.TryDecompress(packed, columns, out int length) && length == columns.Length;

    /// <summary>Reads columns back, and returns false unless they hold exactly the accesses asked for.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, TraceColumns columns, Span<TraceAccess> accesses)
    {
        int at = 0;
        return TraceColumnCodec.TryDecodePages(bytes, ref at, accesses)
            && (!columns.HasFlag(TraceColumns.Write) || TraceColumnCodec.TryDecodeWrites(bytes, ref at, accesses))
            && (!columns.HasFlag(TraceColumns.Kind)
                || TraceColumnCodec.TryDecodeNumbers(bytes, ref at, accesses, (byte)TracePageKind.File, static (access, kind) => access with { Kind = (TracePageKind)kind }))
            && (!columns.HasFlag(TraceColumns.Domain)
                || TraceColumnCodec.TryDecodeNumbers(bytes, ref at, accesses, byte.MaxValue, static (access, domain) => access with { Domain = (byte)domain }))
            && (!columns.HasFlag(TraceColumns.Tag)
                || TraceColumnCodec.TryDecodeNumbers(bytes, ref at, accesses, byte.MaxValue, static (access, tag) => access with { Tag = (byte)tag }))
            && (!columns.HasFlag(TraceColumns.Size)
                || TraceColumnCodec.TryDecodeNumbers(bytes, ref at, accesses, uint.MaxValue, static (access, size) => access with { Size = (uint)size }))
            && (!columns.HasFlag(TraceColumns.Time) || TraceColumnCodec.TryDecodeTimes(bytes, ref at, accesses))
            && at == bytes.Length;
    }
}
