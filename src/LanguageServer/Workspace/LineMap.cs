using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer.Workspace;

/// <summary>
/// Turns offsets into positions and back. To the protocol lines end with LF, CR LF or CR only, while to the language (and to C#) NEL, LS and PS
/// end one, too: so its own lines cannot be used.
/// </summary>
internal sealed class LineMap
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public LineMap(string text)
    {
        _text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    public Position PositionOf(int offset)
    {
        int found = _starts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        return new Position(line, offset - _starts[line]);
    }

    public PositionRange RangeOf(TextSpan span) => new(PositionOf(span.Start), PositionOf(span.End));

    /// <summary>A position past the end of its line is at its end, as the protocol wants it; one past the last line is at the end of the text.</summary>
    public int OffsetOf(Position position)
    {
        if (position.Line < 0)
        {
            return 0;
        }

        if (position.Line >= _starts.Count)
        {
            return _text.Length;
        }

        int start = _starts[position.Line];
        int end = position.Line + 1 < _starts.Count ? _starts[position.Line + 1] : _text.Length;
        while (end > start && _text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return (int)Math.Clamp((long)start + position.Character, start, end);
    }

    public TextSpan SpanOf(PositionRange range)
    {
        int start = OffsetOf(range.Start);
        return TextSpan.FromBounds(start, Math.Max(start, OffsetOf(range.End)));
    }
}
