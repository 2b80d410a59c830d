namespace TierPolicy.Traces;

/// <summary>Reads the project's own format, <c>.tptrace</c>: a header, then blocks.</summary>
internal sealed class BlockTraceReader : TraceReader
{
    private const string Extension = ".tptrace";

    private readonly TraceInput _input;
    private readonly TraceHeader _header;
    private TraceAccess[] _block = [];
    private byte[] _packed = [];
    private byte[] _unpacked = [];
    private int _blockCount;
    private int _blockRead;
    private long _accessesUnpacked;

    public BlockTraceReader(TraceInput input)
        : base(input)
    {
        _input = input;
        Span<byte> bytes = stackalloc byte[TraceHeader.Length];
        _header = TraceHeader.Parse(Name, bytes[..input.Read(bytes)]);
    }

    public override TraceColumns Columns => _header.Columns;

    public override TraceSummary? Summary => _header.Summary;

    public static bool IsNameOf(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    public override int Read(Span<TraceAccess> accesses)
    {
        if (_blockRead == _blockCount && !TryReadBlock())
        {
            return 0;
        }

        int count = Math.Min(accesses.Length, _blockCount - _blockRead);
        _block.AsSpan(_blockRead, count).CopyTo(accesses);
        _blockRead += count;
        return count;
    }

    private bool TryReadBlock()
    {
        long frameAt = _input.Position;
        Span<byte> frameBytes = stackalloc byte[TraceBlockFrame.Length];
        int frameLength = _input.Read(frameBytes);
        long missing = _header.Summary.Accesses - _accessesUnpacked;
        if (missing == 0)
        {
            return frameLength == 0
                ? false
                : throw new TraceFormatException(Name, frameAt, $"expected the end of the file after all {_accessesUnpacked} accesses, found more");
        }

        if (frameLength < frameBytes.Length)
        {
            throw new TraceFormatException(
                Name, frameAt + frameLength, $"expected a block of the {missing} accesses that are left, found the end of the file");
        }

        TraceBlockFrame frame = TraceBlockFrame.Parse(Name, frameAt, frameBytes);
        if (frame.Accesses > missing)
        {
            throw new TraceFormatException(
                Name, frameAt, $"expected a block of at most the {missing} accesses that are left, found {frame.Accesses}");
        }

        ReadBlock(frame, frameAt);
        return true;
    }

    private void ReadBlock(TraceBlockFrame frame, long frameAt)
    {
        Span<byte> packed = SpanOf(ref _packed, frame.PackedLength);
        int packedLength = _input.Read(packed);
        if (packedLength < packed.Length)
        {
            throw new TraceFormatException(
                Name, _input.Position, $"expected a block of {packed.Length} bytes, found the end of the file after {packedLength}");
        }

        if (!frame.Covers(packed))
        {
            throw new TraceFormatException(Name, frameAt, "expected a block with the checksum that its frame says; it is corrupt");
        }

        Span<byte> unpacked = SpanOf(ref _unpacked, frame.UnpackedLength);
        Span<TraceAccess> block = SpanOf(ref _block, frame.Accesses);
        if (!TraceBlockCodec.TryUnpack(packed, unpacked) || !TraceBlockCodec.TryDecode(unpacked, Columns, block))
        {
            throw new TraceFormatException(
                Name, frameAt, $"expected a block that unpacks to {frame.UnpackedLength} bytes and {frame.Accesses} accesses");
        }

        _blockCount = frame.Accesses;
        _blockRead = 0;
        _accessesUnpacked += frame.Accesses;
    }

    private static Span<T> SpanOf<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        return array.AsSpan(0, length);
    }
}
