using System.Buffers.Binary;
using System.IO.Compression;

namespace TierPolicy.Traces.Tests;

/// <summary>Makes the bytes of tp64 traces.</summary>
internal static class Tp64
{
    public static byte[] Bytes(params ReadOnlySpan<TraceAccess> accesses)
    {
        var bytes = new byte[accesses.Length * 8];
        for (int i = 0; i < accesses.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                bytes.AsSpan(i * 8), accesses[i].Page | (accesses[i].IsWrite ? 1UL << 63 : 0));
        }

        return bytes;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
