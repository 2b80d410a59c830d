using ZstdSharp;

namespace TierPolicy.Traces;

/// <summary>
/// The bytes of a trace file, without the gzip or zstd around them. It knows how far it has been read, and its first
/// bytes can be looked at without being consumed.
/// </summary>
internal sealed class TraceInput : ReadOnlyStream
{
    /// <summary>The path of what comes in on standard input.</summary>
    public const string StandardInput = "-";

    private const int StartLength = 4096;

    private readonly Stream _raw;
    private readonly Stream _stream;
    private readonly byte[] _start;
    private long _streamed;
    private long _position;

    private TraceInput(string name, Stream raw)
    {
        Name = name;
        _raw = raw;
        Span<byte> start = stackalloc byte[StartLength];
        ReadOnlySpan<byte> rawStart = start[..raw.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        Wrapping = rawStart switch
        {
            [0x1f, 0x8b, ..] => TraceWrapping.Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => TraceWrapping.Zstd,
            _ => TraceWrapping.None,
        };
        if (raw.CanSeek)
        {
            raw.Position = 0;
            _streamed = 0;
        }
        else
        {
            raw = new PrefixedStream(rawStart.ToArray(), raw);
        }

        _stream = Wrapping switch
        {
            TraceWrapping.Gzip => raw is FileStream file
                ? new CheckedGzipStream(file)
                : throw new TraceFormatException(name, "expected a file where gzip is around a trace, found a pipe: unpack it on the way with 'gzip -dc'"),
            TraceWrapping.Zstd => new DecompressionStream(raw),
            _ => raw,
        };
        KnownLength = Wrapping == TraceWrapping.None && raw.CanSeek ? raw.Length : null;
        _start = start[..ReadStream(start)].ToArray();
    }

    /// <summary>The path as it was given.</summary>
    public string Name { get; }

    /// <summary>What was around the trace.</summary>
    public TraceWrapping Wrapping { get; }

    /// <summary>How many bytes there are in all, or null if only reading them can tell.</summary>
    public long? KnownLength { get; }

    /// <summary>How many bytes have been read; where the next is read. Only a plain file can be set to another place.</summary>
    public override long Position
    {
        get => _position;
        set
        {
            _stream.Position = Math.Max(value, _start.Length);
            _position = value;
            _streamed = _stream.Position;
        }
    }

    /// <summary>The first bytes, 4 KiB unless the input is shorter.</summary>
    public ReadOnlySpan<byte> Start => _start;

    public static TraceInput Open(string path)
    {
        Stream? raw = null;
        try
        {
            raw = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
            return new TraceInput(path, raw);
        }
        catch (Exception e)
        {
            raw?.Dispose();
            throw e switch
            {
                TraceFormatException => e,
                FileNotFoundException or DirectoryNotFoundException =>
                    new TraceFormatException(path, "expected a trace file, found none of this name", e),
                _ when Directory.Exists(path) =>
                    new TraceFormatException(path, "expected a trace file, found a folder", e),
                IOException or UnauthorizedAccessException =>
                    new TraceFormatException(path, "expected a trace file that can be read, which this one cannot", e),
                _ => e,
            };
        }
    }

    /// <summary>Fills the buffer as far as the input reaches and returns how many bytes that were.</summary>
    public override int Read(Span<byte> buffer)
    {
        int fromStart = 0;
        if (_position < _start.Length)
        {
            ReadOnlySpan<byte> rest = Start[(int)_position..];
            fromStart = Math.Min(rest.Length, buffer.Length);
            rest[..fromStart].CopyTo(buffer);
            _position += fromStart;
        }

        int fromStream = ReadStream(buffer[fromStart..]);
        _position += fromStream;
        return fromStart + fromStream;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
            _raw.Dispose();
        }

        base.Dispose(disposing);
    }

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
        catch (Exception e) when (e is InvalidDataException or ZstdException or EndOfStreamException)
        {
            string wrapping = Wrapping == TraceWrapping.Zstd ? "zstd" : "gzipped";
            throw new TraceFormatException(Name, _streamed, $"expected more {wrapping} data or its end; it is cut short or corrupt", e);
        }
    }
}
