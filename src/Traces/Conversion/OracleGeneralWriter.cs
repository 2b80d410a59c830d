using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TierPolicy.Traces;

/// <summary>
/// Writes libCacheSim's oracleGeneral. A record says when its object comes next, which only what follows can tell: the records are kept in a file without that, which is then gone through from its end.
/// Takes memory for each object, not for each access. Where an object comes next is counted from 1 on, and -1 where it does not, as libCacheSim's <c>traceConvOracleGeneral.cpp</c> has it.
/// </summary>
internal sealed class OracleGeneralWriter : ITraceSink
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int RecordsAtOnce = 16 * 1024;

    private readonly Stream _stream;
    private readonly bool _hasSizes;
    private readonly uint _pageSize;
    private readonly FileStream _records;
    private readonly byte[] _buffer = new byte[OracleGeneralTraceReader.RecordLength * RecordsAtOnce];

    /// <param name="stream">Where the trace goes.</param>
    /// <param name="options">Whether accesses have sizes; where not, an object is a page.</param>
    /// <param name="folder">Where the records are kept meanwhile.</param>
    public OracleGeneralWriter(Stream stream, TraceWriterOptions options, string folder)
    {
        _stream = stream;
        _hasSizes = options.Columns.HasFlag(TraceColumns.Size);
        _pageSize = options.PageSize > 0 ? (uint)options.PageSize : 4096;
        _records = new FileStream(
            Path.Combine(folder, $"{Path.GetRandomFileName()}.partial"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }

    public long Accesses { get; private set; }

    public long Dropped { get; set; }

    public void Write(ReadOnlySpan<TraceAccess> accesses)
    {
        Span<byte> record = stackalloc byte[OracleGeneralTraceReader.RecordLength];
        record[OracleGeneralTraceReader.NextAt..].Fill(byte.MaxValue);
        foreach (ref readonly TraceAccess access in accesses)
        {
            long seconds = access.Time / NanosecondsPerSecond;
            if (seconds > uint.MaxValue)
            {
                throw new NotSupportedException($"oracleGeneral has no room for the time of access {Accesses}, {seconds} s: it has 32 bits for seconds.");
            }

            BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)seconds);
            BinaryPrimitives.WriteUInt64LittleEndian(record[OracleGeneralTraceReader.ObjectAt..], access.Page);
            BinaryPrimitives.WriteUInt32LittleEndian(record[OracleGeneralTraceReader.SizeAt..], _hasSizes ? access.Size : _pageSize);
            _records.Write(record);
            Accesses++;
        }
    }

    public void Complete()
    {
        FindNext();
        _records.Position = 0;
        _records.CopyTo(_stream);
        _stream.Flush();
    }

    public void Dispose() => _records.Dispose();

    private void FindNext()
    {
        var next = new Dictionary<ulong, long>();
        for (long end = Accesses; end > 0;)
        {
            long start = Math.Max(0, end - RecordsAtOnce);
            Span<byte> records = _buffer.AsSpan(0, (int)(end - start) * OracleGeneralTraceReader.RecordLength);
            _records.Position = start * OracleGeneralTraceReader.RecordLength;
            _records.ReadExactly(records);
            for (long i = end - 1; i >= start; i--)
            {
                Span<byte> record = records.Slice((int)(i - start) * OracleGeneralTraceReader.RecordLength, OracleGeneralTraceReader.RecordLength);
                ref long known = ref CollectionsMarshal.GetValueRefOrAddDefault(next, BinaryPrimitives.ReadUInt64LittleEndian(record[OracleGeneralTraceReader.ObjectAt..]), out bool isKnown);
                BinaryPrimitives.WriteInt64LittleEndian(record[OracleGeneralTraceReader.NextAt..], isKnown ? known : -1);
                known = i + 1;
            }

            _records.Position = start * OracleGeneralTraceReader.RecordLength;
            _records.Write(records);
            end = start;
        }
    }
}
