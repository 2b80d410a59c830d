using System.IO.Compression;

namespace TierPolicy.Traces;

/// <summary>
/// Turns the accesses of a block into bytes and back: each column by itself, one after the other, all packed
/// with Brotli. Blocks are independent of each other.
/// </summary>
internal static class TraceBlockCodec
{
    public const int MaxVarintLength = 10;

    private const int BrotliWindow = 24;

    /// <summary>The most bytes that the columns of so many accesses can take before they are packed.</summary>
    public static int MaxLength(int accesses) => (accesses * MaxVarintLength) + BitsLength(accesses);

    /// <summary>The most bytes that so many bytes can take when packed.</summary>
    public static int MaxPackedLength(int unpackedLength) => BrotliEncoder.GetMaxCompressedLength(unpackedLength);

    /// <summary>Writes the columns of the accesses to <paramref name="columns"/> and returns their length.</summary>
    public static int Encode(ReadOnlySpan<TraceAccess> accesses, Span<byte> columns)
    {
        int length = EncodePages(accesses, columns);
        return length + EncodeWrites(accesses, columns[length..]);
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
        if (!TryDecodePages(ref bytes, accesses))
        {
            return false;
        }

        if (columns.HasFlag(TraceColumns.Write) && !TryDecodeWrites(ref bytes, accesses))
        {
            return false;
        }

        return bytes.IsEmpty;
    }

    /// <summary>Each page as the difference from the one before it: zigzag, then seven bits a byte, low first.</summary>
    private static int EncodePages(ReadOnlySpan<TraceAccess> accesses, Span<byte> bytes)
    {
        int at = 0;
        ulong previous = 0;
        foreach (TraceAccess access in accesses)
        {
            long delta = unchecked((long)(access.Page - previous));
            ulong rest = unchecked((ulong)((delta << 1) ^ (delta >> 63)));
            while (rest >= 0x80)
            {
                bytes[at++] = (byte)(rest | 0x80);
                rest >>= 7;
            }

            bytes[at++] = (byte)rest;
            previous = access.Page;
        }

        return at;
    }

    private static bool TryDecodePages(ref ReadOnlySpan<byte> bytes, Span<TraceAccess> accesses)
    {
        int at = 0;
        ulong previous = 0;
        for (int i = 0; i < accesses.Length; i++)
        {
            ulong zigzag = 0;
            int shift = 0;
            byte next;
            do
            {
                if (at == bytes.Length || shift == 7 * MaxVarintLength)
                {
                    return false;
                }

                next = bytes[at++];
                zigzag |= (ulong)(next & 0x7f) << shift;
                shift += 7;
            }
            while (next >= 0x80);

            previous += (zigzag >> 1) ^ (0 - (zigzag & 1));
            accesses[i] = new TraceAccess(previous, false);
        }

        bytes = bytes[at..];
        return true;
    }

    /// <summary>One bit an access, low first.</summary>
    private static int EncodeWrites(ReadOnlySpan<TraceAccess> accesses, Span<byte> bytes)
    {
        int length = BitsLength(accesses.Length);
        bytes[..length].Clear();
        for (int i = 0; i < accesses.Length; i++)
        {
            bytes[i >> 3] |= (byte)((accesses[i].IsWrite ? 1 : 0) << (i & 7));
        }

        return length;
    }

    private static bool TryDecodeWrites(ref ReadOnlySpan<byte> bytes, Span<TraceAccess> accesses)
    {
        int length = BitsLength(accesses.Length);
        if (bytes.Length < length)
        {
            return false;
        }

        for (int i = 0; i < accesses.Length; i++)
        {
            bool isWrite = ((bytes[i >> 3] >> (i & 7)) & 1) != 0;
            accesses[i] = accesses[i] with { IsWrite = isWrite };
        }

        bytes = bytes[length..];
        return true;
    }

    private static int BitsLength(int accesses) => (accesses + 7) / 8;
}
