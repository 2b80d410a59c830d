using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TierPolicy.Traces;

/// <summary>
/// Reads tp64: little-endian 64-bit records and nothing else, bit 63 set for a write, the page in the others.
/// </summary>
internal sealed class Tp64TraceReader : TraceReader
{
    private const int RecordLength = sizeof(ulong);
    public const ulong WriteBit = 1UL << 63;

    private readonly TraceInput _input;
    private readonly ulong[] _records = new ulong[8192];

    public Tp64TraceReader(TraceInput input)
        : base(input, TraceFormat.Tp64)
    {
        _input = input;
        if (input.KnownLength is { } length && length % RecordLength != 0)
        {
            throw TornRecord(length);
        }
    }

    public override TraceColumns Columns => TraceColumns.Page | TraceColumns.Write;

    public override long? Accesses => _input.KnownLength / RecordLength;

    public override int Read(Span<TraceAccess> accesses)
    {
        Span<ulong> records = _records.AsSpan(0, Math.Min(_records.Length, accesses.Length));
        int length = _input.Read(MemoryMarshal.AsBytes(records));
        if (length % RecordLength != 0)
        {
            throw TornRecord(_input.Position);
        }

        int count = length / RecordLength;
        for (int i = 0; i < count; i++)
        {
            ulong record = BitConverter.IsLittleEndian ? records[i] : BinaryPrimitives.ReverseEndianness(records[i]);
            accesses[i] = new TraceAccess(record & ~WriteBit, (record & WriteBit) != 0);
        }

        return count;
    }

    private TraceFormatException TornRecord(long length) =>
        new(Name, length - (length % RecordLength), $"expected a tp64 record of {RecordLength} bytes, found {length % RecordLength} and the end of the file");
}
