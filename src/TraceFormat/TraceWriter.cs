namespace TierPolicy.Traces;

/// <summary>
/// Writes a <c>.tptrace</c> file of version 2. It grows in a file beside the target, which takes the target's place when
/// <see cref="Complete"/> is called; a writer that is disposed of before leaves nothing behind. Not for several threads at once.
/// </summary>
public sealed class TraceWriter : ITraceSink
{
    private readonly OutputFile? _file;
    private readonly Stream _stream;
    private readonly TraceWriterOptions _options;
    private readonly TraceAccess[] _block;
    private readonly byte[] _columns;
    private readonly byte[] _packed;
    private readonly List<TraceBlockPlace> _places = [];
    private readonly TraceTally _tally;
    private long _position;
    private long _lastTime;
    private int _blockCount;
    private bool _ended;

    private TraceWriter(OutputFile? file, Stream stream, TraceWriterOptions options)
    {
        _file = file;
        _stream = stream;
        _options = options;
        _tally = new TraceTally(options.CountPages);
        _block = new TraceAccess[options.BlockAccesses];
        _columns = new byte[TraceBlockCodec.MaxLength(options.BlockAccesses)];
        _packed = new byte[TraceBlockCodec.MaxPackedLength(_columns.Length)];
        Span<byte> header = stackalloc byte[TraceHeader.Length];
        new TraceHeader(TraceHeader.LatestVersion, options.Columns, options.PageSize, options.Sampling, null).Write(header);
        Append(header);
    }

    /// <inheritdoc/>
    public long Accesses => _tally.Accesses;

    /// <summary>What has been written so far. The pages are 0 where <see cref="TraceWriterOptions.CountPages"/> is off.</summary>
    public TraceSummary Summary => _tally.Summary;

    /// <inheritdoc/>
    public long Dropped { get; set; }

    /// <summary>Starts a trace that will stand at <paramref name="path"/>, in place of any file there.</summary>
    /// <param name="path">Where the trace goes.</param>
    /// <param name="options">How to write it, or null for the usual way.</param>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made there.</exception>
    public static TraceWriter Create(string path, TraceWriterOptions? options = null)
    {
        var file = new OutputFile(path);
        try
        {
            return new TraceWriter(file, file.Stream, options ?? new TraceWriterOptions());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Starts a trace on a stream, which is written from front to back: a pipe will do. The stream stays open.</summary>
    /// <param name="stream">Where the trace goes.</param>
    /// <param name="options">How to write it, or null for the usual way.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static TraceWriter Create(Stream stream, TraceWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new TraceWriter(null, stream, options ?? new TraceWriterOptions());
    }

    /// <summary>Adds an access to the trace.</summary>
    /// <param name="access">The access. What is in none of the trace's columns is left out.</param>
    /// <exception cref="ArgumentException">The time is negative or goes back.</exception>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    public void Write(in TraceAccess access)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (access.Time < _lastTime && _options.Columns.HasFlag(TraceColumns.Time))
        {
            throw new ArgumentException($"Times must not go back: {access.Time} ns comes after {_lastTime} ns.", nameof(access));
        }

        _lastTime = access.Time;
        _tally.Add(_options.Columns.HasFlag(TraceColumns.Write) ? access : access with { IsWrite = false });
        _block[_blockCount++] = access;
        if (_blockCount == _block.Length)
        {
            WriteBlock();
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<TraceAccess> accesses)
    {
        foreach (ref readonly TraceAccess access in accesses)
        {
            Write(in access);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_blockCount > 0)
        {
            WriteBlock();
        }

        WriteEnd();
        _stream.Flush();
        _file?.Complete();
        _ended = true;
    }

    /// <summary>Lets go of the file, and deletes what was written unless the trace was completed.</summary>
    public void Dispose()
    {
        _ended = true;
        _file?.Dispose();
    }

    private void WriteBlock()
    {
        ReadOnlySpan<TraceAccess> block = _block.AsSpan(0, _blockCount);
        int length = TraceBlockCodec.Encode(block, _options.Columns, _columns);
        int packedLength = TraceBlockCodec.Pack(_columns.AsSpan(0, length), _packed, _options.Quality);
        long firstAccess = _tally.Accesses - _blockCount;
        _places.Add(new TraceBlockPlace(_position, firstAccess, block[0].Time));
        Append(TraceBlockFrame.Of(_blockCount, length, _packed.AsSpan(0, packedLength), firstAccess), _packed.AsSpan(0, packedLength));
        _blockCount = 0;
    }

    private void WriteEnd()
    {
        long frameAt = _position;
        TraceSummary summary = _tally.Summary;
        long pages = _options.CountPages ? summary.DistinctPages : -1;
        byte[] end = new TraceEnd(summary.Accesses, pages, summary.Writes, Dropped, _places).ToBytes();
        Append(TraceBlockFrame.Of(0, end.Length, end, summary.Accesses), end);

        Span<byte> trailer = stackalloc byte[TraceEnd.TrailerLength];
        TraceEnd.WriteTrailer(trailer, frameAt);
        Append(trailer);
    }

    private void Append(TraceBlockFrame frame, ReadOnlySpan<byte> packed)
    {
        Span<byte> bytes = stackalloc byte[TraceBlockFrame.Length];
        frame.Write(bytes);
        Append(bytes);
        Append(packed);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }
}
