using System.Numerics;
using System.Runtime.CompilerServices;

namespace TierPolicy.Traces;

/// <summary>
/// Reads what <c>valgrind --tool=lackey --trace-mem=yes</c> prints, a line an access
/// (<c> L 1ffefff8,8</c>), and folds it to accesses of pages. Outputs of several programs may follow each
/// other in one stream: each has its own address space.
/// </summary>
public sealed class LackeyReader
{
    private readonly string _name;
    private readonly LackeyOptions _options;
    private readonly int _pageShift;
    // Above the page bits of a 64-bit address.
    private readonly int _programShift;
    private readonly FoldWindow _window;
    private readonly RegionMap? _regions;
    private readonly LineReader _lines;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The output of lackey.</param>
    /// <param name="name">What to call the stream when its contents are at fault.</param>
    /// <param name="options">How to fold it, or null for the usual way.</param>
    public LackeyReader(Stream stream, string name, LackeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _name = name;
        _options = options ?? new LackeyOptions();
        _lines = new LineReader(stream, name, "a line of lackey's output", mustEnd: true);
        _pageShift = BitOperations.Log2((uint)_options.PageSize);
        _programShift = 64 - _pageShift;
        _window = new FoldWindow(_options.FoldWindow);
        _regions = _options.CompactRegions ? new RegionMap(_options.PageSize) : null;
    }

    /// <summary>The lines read so far.</summary>
    public long Lines => _lines.Lines;

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
        while (count < accesses.Length && _lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (TryParse(line, out TraceAccess access) && _window.Keeps(access))
            {
                accesses[count++] = access;
            }
        }

        return count;
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
            throw Malformed();
        }

        AccessesBeforeFolding++;
        ulong program = (ulong)Math.Max(Programs - 1, 0) << _programShift;
        ulong page = program | (address >> _pageShift);
        return new TraceAccess(_regions?.Place(page) ?? page, isWrite);
    }

    /// <summary>Lets valgrind's own lines pass, and notices where the next program begins.</summary>
    private void ParseMessage(ReadOnlySpan<byte> line)
    {
        bool isMessage = line.IsEmpty || line.StartsWith("=="u8) || line.StartsWith("--"u8) || line.StartsWith("**"u8);
        if (!isMessage)
        {
            throw Malformed();
        }

        if (line.IndexOf("== Lackey, "u8) >= 0)
        {
            Programs++;
        }
    }

    private TraceFormatException Malformed() =>
        new(_name, _lines.LineOffset, $"expected a line of lackey's output such as ' L 1ffefff8,8' in line {Lines}");

    private static int HexDigit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        _ => -1,
    };
}
