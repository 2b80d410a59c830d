namespace TierPolicy.Traces;

/// <summary>
/// Writes a <c>.tptrace</c> file. It grows in a file beside the target, which takes the target's place when
/// <see cref="Complete"/> is called; a writer that is disposed of before leaves nothing behind.
/// </summary>
public sealed class TraceWriter : IDisposable
{
    private readonly string _path;
    private readonly string _partialPath;
    private readonly FileStream _file;
    private readonly int _quality;
    private readonly TraceAccess[] _block;
    private readonly byte[] _columns;
    private readonly byte[] _packed;
    private readonly TraceTally _tally = new();
    private int _blockCount;
    private bool _ended;

    private TraceWriter(string path, TraceWriterOptions options)
    {
        _path = path;
        _partialPath = $"{path}.{Path.GetRandomFileName()}.partial";
        _quality = options.Quality;
        _block = new TraceAccess[options.BlockAccesses];
        _columns = new byte[TraceBlockCodec.MaxLength(options.BlockAccesses)];
        _packed = new byte[TraceBlockCodec.MaxPackedLength(_columns.Length)];
        _file = new FileStream(_partialPath, FileMode.CreateNew, FileAccess.Write);
    }

    /// <summary>What has been written so far.</summary>
    public TraceSummary Summary => _tally.Summary;

    /// <summary>Starts a trace that will stand at <paramref name="path"/>, in place of any file there.</summary>
    /// <param name="path">Where the trace goes.</param>
    /// <param name="options">How to write it, or null for the usual way.</param>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made there.</exception>
    public static TraceWriter Create(string path, TraceWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var writer = new TraceWriter(path, options ?? new TraceWriterOptions());
        try
        {
            // The header's place; what it says is known at the end.
            writer._file.Write(new byte[TraceHeader.Length]);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Adds an access to the trace.</summary>
    /// <param name="access">The access.</param>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    public void Write(TraceAccess access)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _tally.Add(access);
        _block[_blockCount++] = access;
        if (_blockCount == _block.Length)
        {
            WriteBlock();
        }
    }

    /// <summary>Adds accesses to the trace.</summary>
    /// <param name="accesses">The accesses, in order.</param>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    public void Write(ReadOnlySpan<TraceAccess> accesses)
    {
        foreach (TraceAccess access in accesses)
        {
            Write(access);
        }
    }

    /// <summary>Ends the trace and moves it into place. Nothing can be written afterwards.</summary>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The target may not be replaced.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_blockCount > 0)
        {
            WriteBlock();
        }

        Span<byte> header = stackalloc byte[TraceHeader.Length];
        new TraceHeader(TraceColumns.Page | TraceColumns.Write, Summary).Write(header);
        _file.Position = 0;
        _file.Write(header);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_partialPath, _path, overwrite: true);
        _ended = true;
    }

    /// <summary>Lets go of the file, and deletes what was written unless the trace was completed.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // The last bytes did not fit on the disk; the file goes anyway.
        }
        finally
        {
            File.Delete(_partialPath);
        }
    }

    private void WriteBlock()
    {
        int length = TraceBlockCodec.Encode(_block.AsSpan(0, _blockCount), _columns);
        int packedLength = TraceBlockCodec.Pack(_columns.AsSpan(0, length), _packed, _quality);
        ReadOnlySpan<byte> packed = _packed.AsSpan(0, packedLength);

        Span<byte> frame = stackalloc byte[TraceBlockFrame.Length];
        TraceBlockFrame.Of(_blockCount, length, packed).Write(frame);
        _file.Write(frame);
        _file.Write(packed);
        _blockCount = 0;
    }
}
