namespace TierPolicy.Traces;

/// <summary>Reads lines of bytes without copying them, and knows where it is.</summary>
/// <param name="stream">The text.</param>
/// <param name="name">What to call it when it is at fault.</param>
/// <param name="lines">What its lines are, for the same.</param>
/// <param name="mustEnd">Whether a last line without an end is cut short, and not a line.</param>
internal sealed class LineReader(Stream stream, string name, string lines, bool mustEnd)
{
    /// <summary>More than any line of a trace.</summary>
    private const int LongestLine = 1 << 16;

    private readonly byte[] _buffer = new byte[1 << 20];
    private long _bufferOffset;
    private int _position;
    private int _end;
    private int _lastLength;

    /// <summary>The lines read so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Where the last line that was read begins.</summary>
    public long LineOffset => _bufferOffset + _position - _lastLength;

    /// <summary>Reads a line, without its end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int length = _buffer.AsSpan(_position, _end - _position).IndexOf((byte)'\n');
        while (length < 0)
        {
            int searched = _end - _position;
            if (!TryFill())
            {
                line = _buffer.AsSpan(_position, _end - _position);
                _lastLength = line.Length;
                _position = _end;
                Lines += line.IsEmpty ? 0 : 1;
                return !line.IsEmpty;
            }

            length = _buffer.AsSpan(_position + searched, _end - _position - searched).IndexOf((byte)'\n');
            length = length < 0 ? length : length + searched;
        }

        line = _buffer.AsSpan(_position, length);
        _lastLength = length + 1;
        _position += length + 1;
        Lines++;
        return true;
    }

    private bool TryFill()
    {
        int rest = _end - _position;
        if (rest > LongestLine)
        {
            throw new TraceFormatException(name, _bufferOffset + _position, $"expected {lines}, found one without an end");
        }

        _buffer.AsSpan(_position, rest).CopyTo(_buffer);
        _bufferOffset += _position;
        _position = 0;
        _end = rest;
        int read = stream.Read(_buffer.AsSpan(rest));
        _end += read;
        if (read == 0 && rest > 0 && mustEnd)
        {
            throw new TraceFormatException(name, _bufferOffset + rest, $"expected the rest of line {Lines + 1}, found the end of the input");
        }

        return read > 0;
    }
}
