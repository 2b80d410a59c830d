namespace TierPolicy.Traces;

/// <summary>Reads text, a key a line. Empty lines say nothing.</summary>
internal sealed class TextTraceReader : TraceReader
{
    private readonly LineReader _lines;

    public TextTraceReader(TraceInput input)
        : base(input, TraceFormat.Text)
    {
        _lines = new LineReader(input, Name, "a key", mustEnd: false);
    }

    public override TraceColumns Columns => TraceColumns.Page;

    public override int Read(Span<TraceAccess> accesses)
    {
        int count = 0;
        while (count < accesses.Length && _lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> key = line.Trim(" \t\r"u8);
            if (_lines.Lines == 1 && key.StartsWith("\ufeff"u8))
            {
                key = key["\ufeff"u8.Length..];
            }

            if (key.Contains((byte)0))
            {
                throw new TraceFormatException(Name, _lines.LineOffset, $"expected a key in line {_lines.Lines}, found bytes that are no text");
            }

            if (!key.IsEmpty)
            {
                accesses[count++] = new TraceAccess(TraceKey.PageOf(key), false);
            }
        }

        return count;
    }
}
