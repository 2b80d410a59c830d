namespace TierPolicy.Language.Text;

/// <summary>The text of a file and where its lines begin. Lines end as in C#: CR, LF, CR LF, NEL, LS, PS.</summary>
public sealed class SourceText : SourceMap
{
    private readonly int[] _lineStarts;

    // Parsing asks for places in ascending order, nearly: the line of the last answer is a good first guess.
    private int _lastLine;

    public SourceText(string path, string text)
    {
        Path = path;
        Text = text;
        _lineStarts = FindLineStarts(text);
    }

    public string Path { get; }

    public string Text { get; }

    public int LineCount => _lineStarts.Length;

    public override SourceLocation Locate(TextSpan span)
    {
        int line = LineAt(span.Start);
        return new SourceLocation(Path, span, line, span.Start - _lineStarts[line]);
    }

    /// <summary>The zero-based line on which <paramref name="position"/> stands.</summary>
    public int LineAt(int position)
    {
        int guess = _lastLine;
        if (_lineStarts[guess] > position || (guess + 2 < _lineStarts.Length && _lineStarts[guess + 2] <= position))
        {
            int found = Array.BinarySearch(_lineStarts, position);
            guess = found >= 0 ? found : ~found - 1;
        }
        else if (guess + 1 < _lineStarts.Length && _lineStarts[guess + 1] <= position)
        {
            guess++;
        }

        return _lastLine = guess;
    }

    /// <summary>A line without its end, for a message that shows it.</summary>
    public string LineText(int line)
    {
        int start = _lineStarts[line];
        int end = line + 1 < _lineStarts.Length ? _lineStarts[line + 1] : Text.Length;
        while (end > start && IsLineEnd(Text[end - 1]))
        {
            end--;
        }

        return Text.Substring(start, end - start);
    }

    internal static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private static int[] FindLineStarts(string text)
    {
        // Lines of policies have about forty characters.
        List<int> starts = new((text.Length / 32) + 1) { 0 };
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];

            // Most characters are above the line ends and below NEL: one comparison each.
            if (c is > '\r' and < '\u0085' || !IsLineEnd(c))
            {
                continue;
            }

            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }

            starts.Add(i + 1);
        }

        return [.. starts];
    }
}
