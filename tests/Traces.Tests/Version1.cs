using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Traces.Tests;

/// <summary>Makes the bytes of <c>.tptrace</c> files of version 1, which are read and no longer written.</summary>
internal static class Version1
{
    public static byte[] Bytes(TraceAccess[] accesses)
    {
        var header = new byte[TraceHeader.Length];
        TraceSummary summary = Accesses.Summarize(accesses);
        TraceHeader.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), 3);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), summary.Accesses);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), summary.DistinctPages);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), summary.Writes);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(40), XxHash3.HashToUInt64(header.AsSpan(0, 40)));

        List<byte> bytes = [.. header];
        foreach (TraceAccess[] block in accesses.Chunk(1000))
        {
            var columns = new byte[TraceBlockCodec.MaxLength(block.Length)];
            int length = TraceBlockCodec.Encode(block, TraceColumns.Page | TraceColumns.Write, columns);
            var packed = new byte[TraceBlockCodec.MaxPackedLength(length)];
            packed = packed[..TraceBlockCodec.Pack(columns.AsSpan(0, length), packed, 5)];
            var frame = new byte[TraceBlockFrame.Length];
            TraceBlockFrame.Of(block.Length, length, packed, firstAccess: 0).Write(frame);
            bytes.AddRange(frame);
            bytes.AddRange(packed);
        }

        return [.. bytes];
    }
}
