using System.Buffers.Binary;

namespace TierPolicy.Traces;

/// <summary>
/// The end of a trace of version 2: what it sums to, what was lost, and where its blocks are. It stands in a frame like a block's, and after it the place of that frame, so that it is
/// found from the end.
/// </summary>
/// <param name="Accesses">The accesses in the trace.</param>
/// <param name="DistinctPages">The different pages, or -1 where nobody counted them.</param>
/// <param name="Writes">The writes.</param>
/// <param name="Dropped">Accesses that should be in the trace and are not, as there was no room for them when they were recorded.</param>
/// <param name="Blocks">The blocks, in order.</param>
internal sealed record TraceEnd(long Accesses, long DistinctPages, long Writes, long Dropped, IReadOnlyList<TraceBlockPlace> Blocks)
{
    /// <summary>What follows the end's frame and body.</summary>
    public const int TrailerLength = 16;

    /// <summary>The most bytes of a body: an index of 64 GiB of accesses in blocks of the usual size.</summary>
    public const int MaxLength = 1 << 30;

    private const int PagesAt = 8;
    private const int WritesAt = 16;
    private const int DroppedAt = 24;
    private const int BlocksAt = 32;
    private const int PlaceLength = 24;

    public TraceSummary? Summary => DistinctPages < 0 ? null : new TraceSummary(Accesses, DistinctPages, Writes);

    /// <summary>Whether blocks follow each other, each with accesses of its own: a checksum says that bytes are as they were written, not who wrote them.</summary>
    private bool HasPossibleBlocks
    {
        get
        {
            TraceBlockPlace before = new(TraceHeader.Length - 1, -1, 0);
            foreach (TraceBlockPlace block in Blocks)
            {
                if (block.Offset <= before.Offset || block.FirstAccess <= before.FirstAccess || block.FirstTime < before.FirstTime)
                {
                    return false;
                }

                before = block;
            }

            return Blocks.Count == 0 || (Blocks[0].FirstAccess == 0 && before.FirstAccess < Accesses);
        }
    }

    private static ReadOnlySpan<byte> Mark => "TPTREND\u001a"u8;

    /// <summary>The block that an access is in; there must be one.</summary>
    public TraceBlockPlace BlockOf(long access)
    {
        int block = 0;
        for (int beyond = Blocks.Count; beyond - block > 1;)
        {
            int middle = (block + beyond) / 2;
            (block, beyond) = Blocks[middle].FirstAccess <= access ? (middle, beyond) : (block, middle);
        }

        return Blocks[block];
    }

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[BlocksAt + (PlaceLength * Blocks.Count)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Accesses);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(PagesAt), DistinctPages);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(WritesAt), Writes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(DroppedAt), Dropped);
        Span<byte> at = bytes.AsSpan(BlocksAt);
        foreach (TraceBlockPlace block in Blocks)
        {
            BinaryPrimitives.WriteInt64LittleEndian(at, block.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(at[8..], block.FirstAccess);
            BinaryPrimitives.WriteInt64LittleEndian(at[16..], block.FirstTime);
            at = at[PlaceLength..];
        }

        return bytes;
    }

    /// <summary>Reads a body, and returns null where it cannot be one.</summary>
    public static TraceEnd? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BlocksAt || (bytes.Length - BlocksAt) % PlaceLength != 0)
        {
            return null;
        }

        var blocks = new TraceBlockPlace[(bytes.Length - BlocksAt) / PlaceLength];
        for (int i = 0; i < blocks.Length; i++)
        {
            ReadOnlySpan<byte> place = bytes[(BlocksAt + (i * PlaceLength))..];
            blocks[i] = new TraceBlockPlace(
                BinaryPrimitives.ReadInt64LittleEndian(place),
                BinaryPrimitives.ReadInt64LittleEndian(place[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(place[16..]));
        }

        var end = new TraceEnd(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[PagesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[WritesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[DroppedAt..]),
            blocks);
        return new TraceSummary(end.Accesses, Math.Max(0, end.DistinctPages), end.Writes).IsPossible && end.Dropped >= 0 && end.HasPossibleBlocks ? end : null;
    }

    /// <summary>Writes what follows the body.</summary>
    public static void WriteTrailer(Span<byte> bytes, long frameAt)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, frameAt);
        Mark.CopyTo(bytes[8..]);
    }

    /// <summary>Where the end's frame stands, or null where these bytes are not what follows one.</summary>
    public static long? ParseTrailer(ReadOnlySpan<byte> bytes) =>
        bytes.Length == TrailerLength && bytes[8..].SequenceEqual(Mark) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : null;
}
