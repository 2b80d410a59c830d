using System.Buffers.Binary;

namespace TierPolicy.Traces;

/// <summary>Writes tp64: 64-bit records, bit 63 set for a write, the page in the others.</summary>
internal sealed class Tp64Writer(Stream stream) : ITraceSink
{
    private readonly byte[] _records = new byte[sizeof(ulong) * 8192];

    public long Accesses { get; private set; }

    public long Dropped { get; set; }

    public void Write(ReadOnlySpan<TraceAccess> accesses)
    {
        int length = 0;
        foreach (ref readonly TraceAccess access in accesses)
        {
            if (access.Page > long.MaxValue)
            {
                throw new NotSupportedException($"tp64 has no room for page {access.Page} of access {Accesses}: it has 63 bits for pages.");
            }

            BinaryPrimitives.WriteUInt64LittleEndian(_records.AsSpan(length), access.Page | (access.IsWrite ? Tp64TraceReader.WriteBit : 0));
            length += sizeof(ulong);
            Accesses++;
            if (length == _records.Length)
            {
                stream.Write(_records);
                length = 0;
            }
        }

        stream.Write(_records, 0, length);
    }

    public void Complete() => stream.Flush();

    public void Dispose()
    {
    }
}
