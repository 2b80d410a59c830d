using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>A file's text, and where in it statements are added or taken away so that the layout stays its author's.</summary>
internal sealed class FixText(string path, string text)
{
    private const string Indentation = "    ";

    private readonly SourceText _source = new(path, text);

    /// <summary>As the text ends its lines.</summary>
    public string LineEnd { get; } = text.Contains("\r\n") ? "\r\n" : "\n";

    public string Of(TextSpan span) => text.Substring(span.Start, span.Length);

    /// <summary>Other words in place of a span, kept apart from those around it: <c>!page.dirty</c> becomes <c>not page.dirty</c>.</summary>
    public TextEdit Replace(TextSpan span, string words) => TextEdit.Replace(text, span, words);

    /// <summary>The white space that a line begins with.</summary>
    public string IndentationAt(int position)
    {
        string line = _source.LineText(_source.LineAt(position));
        return line.Substring(0, line.Length - line.TrimStart(' ', '\t').Length);
    }

    /// <summary>Whether there is nothing but white space before it on its line.</summary>
    public bool BeginsLine(int position) => position - LineStart(position) == IndentationAt(position).Length;

    public int LineStart(int position) => _source.Locate(new TextSpan(position, 0)) is { Column: int column } ? position - column : 0;

    /// <summary>A statement after another: on a line of its own where the other one has that, else next to it.</summary>
    public TextEdit AddAfter(TextSpan statement, params string[] added)
    {
        if (!BeginsLine(statement.Start) || RestOfLine(statement.End) is not { } end)
        {
            return TextEdit.Insert(statement.End, " " + string.Join(" ", added));
        }

        string indentation = LineEnd + IndentationAt(statement.Start);
        return TextEdit.Insert(end, string.Concat(added.Select(one => indentation + one)));
    }

    /// <summary>A statement before another.</summary>
    public TextEdit AddBefore(TextSpan statement, string added) => TextEdit.Insert(
        statement.Start,
        BeginsLine(statement.Start) ? added + LineEnd + IndentationAt(statement.Start) : added + " ");

    /// <summary>The first statement of a block that has none.</summary>
    /// <param name="open">Where the block's opening brace ends.</param>
    /// <param name="added">The statement.</param>
    public TextEdit AddWithin(int open, string added)
    {
        int line = _source.LineAt(open);
        bool isOnOneLine = _source.LineText(line).IndexOf('}', open - LineStart(open)) >= 0;
        return TextEdit.Insert(open, isOnOneLine
            ? " " + added + (text[open] == '}' ? " " : "")
            : LineEnd + IndentationAt(open) + Indentation + added);
    }

    /// <summary>Takes a statement away, with the line that it leaves empty, or with the space that it leaves doubled.</summary>
    public TextEdit Remove(TextSpan statement)
    {
        if (BeginsLine(statement.Start) && RestOfLine(statement.End) is { } end)
        {
            return TextEdit.Remove(LineStart(statement.Start), NextLine(end));
        }

        int after = statement.End;
        while (after < text.Length && text[after] is ' ' or '\t')
        {
            after++;
        }

        // At the end of a line the space before it is the one too many.
        int start = statement.Start;
        if (after == text.Length || SourceText.IsLineEnd(text[after]))
        {
            after = statement.End;
            while (start > 0 && text[start - 1] is ' ' or '\t')
            {
                start--;
            }
        }

        return TextEdit.Remove(start, after);
    }

    /// <summary>The end of the line if there is no more on it than a comment, which then speaks of what stands before it; else null.</summary>
    private int? RestOfLine(int position)
    {
        int line = _source.LineAt(position);
        int end = LineStart(position) + _source.LineText(line).Length;
        string rest = text.Substring(position, Math.Max(0, end - position)).TrimStart(' ', '\t');
        return rest.Length == 0 || rest.StartsWith("//", StringComparison.Ordinal) ? end : null;
    }

    private int NextLine(int lineEnd) => lineEnd == text.Length
        ? lineEnd
        : lineEnd + (text[lineEnd] == '\r' && lineEnd + 1 < text.Length && text[lineEnd + 1] == '\n' ? 2 : 1);
}
