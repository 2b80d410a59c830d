using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace TierPolicy.Traces;

/// <summary>
/// Reads libCacheSim's oracleGeneral (<c>libCacheSim/traceReader/customizedReader/oracle/oracleGeneralBin.h</c>): little-endian
/// records of 24 bytes with the time in seconds, the object, its size, and the place of its next access, which is not needed here.
/// </summary>
internal sealed class OracleGeneralTraceReader : TraceReader
{
    public const int RecordLength = 24;
    public const int ObjectAt = 4;
    public const int SizeAt = 12;
    public const int NextAt = 16;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly TraceInput _input;
    private readonly ObjectSize _sizes;
    private readonly byte[] _records = new byte[RecordLength * 4096];
    private uint _firstTime;
    private uint _lastTime;

    public OracleGeneralTraceReader(TraceInput input, TraceReadOptions options)
        : base(input, TraceFormat.OracleGeneral)
    {
        _input = input;
        _sizes = new ObjectSize(Name, options.PageSize, options.IgnoreSize);
        if (input.KnownLength is { } length && length % RecordLength != 0)
        {
            throw TornRecord(length);
        }
    }

    public override TraceColumns Columns => TraceColumns.Page | TraceColumns.Size | TraceColumns.Time;

    public override long? Accesses => _input.KnownLength / RecordLength;

    public override int Read(Span<TraceAccess> accesses)
    {
        long from = _input.Position;
        Span<byte> records = _records.AsSpan(0, RecordLength * Math.Min(_records.Length / RecordLength, accesses.Length));
        int length = _input.Read(records);
        if (length % RecordLength != 0)
        {
            throw TornRecord(_input.Position);
        }

        int count = length / RecordLength;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = records.Slice(i * RecordLength, RecordLength);
            uint time = BinaryPrimitives.ReadUInt32LittleEndian(record);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(record[SizeAt..]);
            if (from == 0 && i == 0)
            {
                _firstTime = _lastTime = time;
            }

            if (time < _lastTime)
            {
                ThrowUnsorted(time, from + (i * RecordLength));
            }

            _sizes.Check(size, from + (i * RecordLength));
            _lastTime = time;
            accesses[i] = new TraceAccess(BinaryPrimitives.ReadUInt64LittleEndian(record[ObjectAt..]), false)
            {
                Size = size,
                Time = (time - _firstTime) * NanosecondsPerSecond,
            };
        }

        return count;
    }

    [DoesNotReturn]
    private void ThrowUnsorted(uint time, long offset) =>
        throw new TraceFormatException(Name, offset, $"expected a time of {_lastTime} s or later, as the record before has, found {time} s: the trace is not sorted");

    private TraceFormatException TornRecord(long length) =>
        new(Name, length - (length % RecordLength), $"expected an oracleGeneral record of {RecordLength} bytes, found {length % RecordLength} and the end of the file");
}
