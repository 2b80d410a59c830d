namespace TierPolicy.Traces;

/// <summary>Reads the project's own format, <c>.tptrace</c>: a header, then blocks, then, in version 2, the end.</summary>
internal sealed class BlockTraceReader : TraceReader
{
    private readonly TraceInput _input;
    private readonly TraceHeader _header;
    private readonly ObjectSize _sizes;
    private readonly TraceBlockBuffer _block = new();
    private TraceEnd? _end;
    private long _accessesUnpacked;
    private long _writesUnpacked;
    private long _lastTime;
    private bool _hasSkipped;
    private bool _hasEnded;

    public BlockTraceReader(TraceInput input, TraceReadOptions options)
        : base(input, TraceFormat.Tptrace)
    {
        _input = input;
        Span<byte> bytes = stackalloc byte[TraceHeader.Length];
        _header = TraceHeader.Parse(Name, bytes[..input.Read(bytes)]);
        _sizes = new ObjectSize(Name, _header.PageSize > 0 ? _header.PageSize : options.PageSize, options.IgnoreSize || !Columns.HasFlag(TraceColumns.Size));
        if (_header.Version > 1 && input.KnownLength is { } length)
        {
            _end = TraceEndReader.ReadFromEnd(input, length);
            input.Position = TraceHeader.Length;
        }
    }

    public override TraceColumns Columns => _header.Columns;

    public override int PageSize => _header.PageSize;

    public override int Sampling => _header.Sampling;

    public override long? Dropped => _header.Version == 1 ? 0 : _end?.Dropped;

    public override long? Accesses => _header.Summary?.Accesses ?? _end?.Accesses;

    public override TraceSummary? Summary => _header.Summary ?? _end?.Summary;

    public override int Read(Span<TraceAccess> accesses)
    {
        while (_block.IsEmpty)
        {
            if (!TryReadBlock())
            {
                return 0;
            }
        }

        return _block.Take(accesses);
    }

    public override long Skip(long accesses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accesses);
        long from = _accessesUnpacked - _block.Left;
        if (_end is not { Blocks.Count: > 0 } end || accesses < _block.Left || _hasEnded)
        {
            return base.Skip(accesses);
        }

        long target = Math.Min(from + accesses, end.Accesses);
        TraceBlockPlace place = end.BlockOf(target);
        if (place.FirstAccess > from)
        {
            _block.Clear();
            _input.Position = place.Offset;
            _accessesUnpacked = place.FirstAccess;
            _lastTime = place.FirstTime;
            _hasSkipped = true;
            return place.FirstAccess - from + base.Skip(target - place.FirstAccess);
        }

        return base.Skip(accesses);
    }

    private bool TryReadBlock()
    {
        if (_hasEnded)
        {
            return false;
        }

        long frameAt = _input.Position;
        Span<byte> frameBytes = stackalloc byte[TraceBlockFrame.Length];
        int frameLength = _input.Read(frameBytes);
        if (_header.Summary is { } summary && summary.Accesses == _accessesUnpacked)
        {
            _hasEnded = true;
            return frameLength == 0
                ? false
                : throw new TraceFormatException(Name, frameAt, $"expected the end of the file after all {_accessesUnpacked} accesses, found more");
        }

        if (frameLength < frameBytes.Length)
        {
            string expected = _header.Summary is { } known ? $"a block of the {known.Accesses - _accessesUnpacked} accesses that are left" : "another block or the end of the trace";
            throw new TraceFormatException(Name, frameAt + frameLength, $"expected {expected}, found the end of the file");
        }

        TraceBlockFrame frame = TraceBlockFrame.Parse(Name, frameAt, frameBytes, mayEnd: _header.Version > 1);
        if (frame.Accesses == 0)
        {
            _end = TraceEndReader.Read(_input, frame, frameAt, _accessesUnpacked);
            CheckEnd(_end, frameAt);
            _hasEnded = true;
            return false;
        }

        long left = (_header.Summary?.Accesses ?? long.MaxValue) - _accessesUnpacked;
        if (frame.Accesses > left)
        {
            throw new TraceFormatException(Name, frameAt, $"expected a block of at most the {left} accesses that are left, found {frame.Accesses}");
        }

        ReadBlock(frame, frameAt);
        return true;
    }

    private void ReadBlock(TraceBlockFrame frame, long frameAt)
    {
        Span<TraceAccess> block = _block.Fill(_input, frame, frameAt, Columns, _header.Version > 1 ? _accessesUnpacked : 0);
        if (Columns.HasFlag(TraceColumns.Time) && block[0].Time < _lastTime)
        {
            throw new TraceFormatException(Name, frameAt, $"expected a block that begins at {_lastTime} ns or later, where the one before it ends, found one that begins at {block[0].Time} ns");
        }

        for (int i = 0; i < block.Length; i++)
        {
            _sizes.Check(block[i].Size, frameAt, i);
            _writesUnpacked += block[i].IsWrite ? 1 : 0;
        }

        _lastTime = block[^1].Time;
        _accessesUnpacked += frame.Accesses;
    }

    private void CheckEnd(TraceEnd end, long frameAt)
    {
        if (end.Accesses != _accessesUnpacked || (!_hasSkipped && end.Writes != _writesUnpacked))
        {
            throw new TraceFormatException(
                Name, frameAt, $"expected {end.Accesses} accesses and {end.Writes} writes, as the end of the trace says, found {_accessesUnpacked} and {_writesUnpacked}");
        }
    }
}
