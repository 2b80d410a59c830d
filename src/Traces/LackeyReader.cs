using System.Runtime.CompilerServices;

namespace TierPolicy.Traces;

/// <summary>
/// Reads what <c>valgrind --tool=lackey --trace-mem=yes</c> prints, a line an access
/// (<c> L 1ffefff8,8</c>), and folds it to accesses of 4 KiB pages. Outputs of several programs may follow each
/// other in one stream: each has its own address space.
/// </summary>
public sealed class LackeyReader
{
    private const int PageShift = 12;

    /// <summary>Above the page bits of a 64-bit address, and below the sign.</summary>
    private const int ProgramShift = 64 - PageShift;

    /// <summary>More than any line that lackey prints of an access.</summary>
    private const int LongestLine = 1 << 16;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly LackeyOptions _options;
    private readonly FoldWindow _window;
    private readonly RegionMap? _regions;
    private readonly byte[] _buffer = new byte[1 << 20];
    private long _bufferOffset;
    private int _position;
    private int _end;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The output of lackey.</param>
    /// <param name="name">What to call the stream when its contents are at fault.</param>
    /// <param name="options">How to fold it, or null for the usual way.</param>
    public LackeyReader(Stream stream, string name, LackeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _stream = stream;
        _name = name;
        _options = options ?? new LackeyOptions();
        _window = new FoldWindow(_options.FoldWindow);
        _regions = _options.CompactRegions ? new RegionMap() : null;
    }

    /// <summary>The lines read so far.</summary>
    public long Lines { get; private set; }

    /// <summary>The accesses read so far, before folding.</summary>
    public long AccessesBeforeFolding { get; private set; }

    /// <summary>The programs whose output has begun so far.</summary>
    public int Programs { get; private set; }

    /// <summary>Reads the next accesses and returns how many there are: 0 at the end only.</summary>
    /// <param name="accesses">Where the accesses go; not empty.</param>
    /// <exception cref="TraceFormatException">A line is not one of lackey's, or the last one is cut short.</exception>
    public int Read(Span<TraceAccess> accesses)
    {
        int count = 0;
        while (count < accesses.Length && TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (TryParse(line, out TraceAccess access) && _window.Keeps(access))
            {
                accesses[count++] = access;
            }
        }

        return count;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int length = _buffer.AsSpan(_position, _end - _position).IndexOf((byte)'\n');
        while (length < 0)
        {
            int searched = _end - _position;
            if (!TryFill())
            {
                line = default;
                return false;
            }

            length = _buffer.AsSpan(_position + searched, _end - _position - searched).IndexOf((byte)'\n');
            length = length < 0 ? length : length + searched;
        }

        line = _buffer.AsSpan(_position, length);
        _position += length + 1;
        Lines++;
        return true;
    }

    private bool TryFill()
    {
        int rest = _end - _position;
        if (rest > LongestLine)
        {
            throw new TraceFormatException(_name, _bufferOffset + _position, "expected a line of lackey's output, found one without an end");
        }

        _buffer.AsSpan(_position, rest).CopyTo(_buffer);
        _bufferOffset += _position;
        _position = 0;
        _end = rest;
        int read = _stream.Read(_buffer.AsSpan(rest));
        _end += read;
        if (read == 0 && rest > 0)
        {
            throw new TraceFormatException(_name, _bufferOffset + rest, $"expected the rest of line {Lines + 1}, found the end of the input");
        }

        return read > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryParse(ReadOnlySpan<byte> line, out TraceAccess access)
    {
        // Nearly all lines are instruction fetches, which begin with 'I' where the others have a blank.
        access = default;
        if (line is [(byte)'I', ..] && !_options.InstructionFetches)
        {
            return false;
        }

        if (line is [(byte)' ' or (byte)'I', (byte)' ' or (byte)'L' or (byte)'S' or (byte)'M', (byte)' ', ..])
        {
            access = ParseAccess(line);
            return true;
        }

        ParseMessage(line);
        return false;
    }

    private TraceAccess ParseAccess(ReadOnlySpan<byte> line)
    {
        bool isFetch = line[0] == 'I';
        bool isWrite = line[1] is (byte)'S' or (byte)'M';
        ulong address = 0;
        int at = 3;
        for (; at < line.Length && HexDigit(line[at]) is >= 0 and int digit; at++)
        {
            address = (address << 4) | (uint)digit;
        }

        bool isAddress = at is > 3 and <= 3 + 16 && at < line.Length && line[at] == ',';
        if (!isAddress || isFetch != (line[1] == ' '))
        {
            throw Malformed(line);
        }

        AccessesBeforeFolding++;
        ulong program = (ulong)Math.Max(Programs - 1, 0) << ProgramShift;
        ulong page = program | (address >> PageShift);
        return new TraceAccess(_regions?.Place(page) ?? page, isWrite);
    }

    /// <summary>Lets valgrind's own lines pass, and notices where the next program begins.</summary>
    private void ParseMessage(ReadOnlySpan<byte> line)
    {
        bool isMessage = line.IsEmpty || line.StartsWith("=="u8) || line.StartsWith("--"u8) || line.StartsWith("**"u8);
        if (!isMessage)
        {
            throw Malformed(line);
        }

        if (line.IndexOf("== Lackey, "u8) >= 0)
        {
            Programs++;
        }
    }

    private TraceFormatException Malformed(ReadOnlySpan<byte> line) =>
        new(_name, _bufferOffset + _position - line.Length - 1, $"expected a line of lackey's output such as ' L 1ffefff8,8' in line {Lines}");

    private static int HexDigit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        _ => -1,
    };
}
