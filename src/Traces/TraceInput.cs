namespace TierPolicy.Traces;

/// <summary>
/// The bytes of a trace file, unzipped if they were gzipped. It knows how far it has been read, and its first
/// bytes can be looked at without being consumed.
/// </summary>
internal sealed class TraceInput : IDisposable
{
    private const int StartLength = 64;

    private readonly Stream _stream;
    private readonly byte[] _start;
    private long _streamed;

    private TraceInput(string name, FileStream file)
    {
        Name = name;
        IsGzipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        _stream = IsGzipped ? new CheckedGzipStream(file) : file;
        Length = IsGzipped || !file.CanSeek ? null : file.Length;

        Span<byte> start = stackalloc byte[StartLength];
        _start = start[..ReadStream(start)].ToArray();
    }

    public string Name { get; }

    public bool IsGzipped { get; }

    /// <summary>How many bytes there are in all, or null if only reading them can tell.</summary>
    public long? Length { get; }

    /// <summary>How many bytes have been read.</summary>
    public long Position { get; private set; }

    /// <summary>The first bytes, 64 unless the input is shorter.</summary>
    public ReadOnlySpan<byte> Start => _start;

    public static TraceInput Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            return new TraceInput(path, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            throw e switch
            {
                TraceFormatException => e,
                FileNotFoundException or DirectoryNotFoundException =>
                    new TraceFormatException(path, "expected a trace file, found none of this name", e),
                _ when Directory.Exists(path) =>
                    new TraceFormatException(path, "expected a trace file, found a folder", e),
                NotSupportedException =>
                    new TraceFormatException(path, "expected a trace file, found something that can only be read once, such as a pipe", e),
                IOException or UnauthorizedAccessException =>
                    new TraceFormatException(path, "expected a trace file that can be read, which this one cannot", e),
                _ => e,
            };
        }
    }

    /// <summary>Fills the buffer as far as the input reaches and returns how many bytes that were.</summary>
    public int Read(Span<byte> buffer)
    {
        int fromStart = 0;
        if (Position < _start.Length)
        {
            ReadOnlySpan<byte> rest = Start[(int)Position..];
            fromStart = Math.Min(rest.Length, buffer.Length);
            rest[..fromStart].CopyTo(buffer);
            Position += fromStart;
        }

        int fromStream = ReadStream(buffer[fromStart..]);
        Position += fromStream;
        return fromStart + fromStream;
    }

    public void Dispose() => _stream.Dispose();

    private int ReadStream(Span<byte> buffer)
    {
        int length = 0;
        try
        {
            int read;
            while (length < buffer.Length && (read = _stream.Read(buffer[length..])) > 0)
            {
                length += read;
                _streamed += read;
            }

            return length;
        }
        catch (InvalidDataException e)
        {
            throw new TraceFormatException(Name, _streamed, "expected more gzipped data or its end; it is cut short or corrupt", e);
        }
    }
}
