using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Formatting;

/// <summary>
/// The distance matrix: names left, numbers right under the names of their columns. A comment in the middle of a row goes before it:
/// within, the columns would not hold.
/// </summary>
internal sealed class Matrix
{
    private readonly string _text;
    private readonly List<Row> _rows = [];
    private readonly List<Token> _last = [];

    public Matrix(string text, List<Token> tokens)
    {
        _text = text;
        Row? row = null;
        List<Token> comments = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            Token token = tokens[i];
            if (token.Kind == TokenKind.Comment)
            {
                comments.Add(token);
                continue;
            }

            bool beginsRow = token.Kind == TokenKind.Identifier && IsFollowedByNumber(tokens, i);
            if (row is null || beginsRow)
            {
                row = Begin(row, comments, isHeader: !beginsRow);
            }
            else
            {
                row.Before.AddRange(comments);
            }

            comments.Clear();
            row.Cells.Add(token);
        }

        // Only what follows the last row is left.
        _last.AddRange(comments);
        if (row is not null)
        {
            TakeTrailing(row, _last);
        }
    }

    public IEnumerable<Line> Lines(TokenPrinter printer, int depth)
    {
        int names = _rows.Where(row => !row.IsHeader).Select(row => row.Cells[0].Length).DefaultIfEmpty(0).Max();
        List<int> widths = [];
        foreach (Row row in _rows)
        {
            for (int i = 0; i < row.Columns; i++)
            {
                if (i == widths.Count)
                {
                    widths.Add(0);
                }

                widths[i] = Math.Max(widths[i], row.Column(i).Length);
            }
        }

        foreach (Row row in _rows)
        {
            foreach (Token comment in row.Before)
            {
                yield return new Line(depth, printer.Comment(comment)) { IsComment = true };
            }

            string name = row.IsHeader ? "" : printer.TextOf(row.Cells[0]);
            IEnumerable<string> columns = Enumerable.Range(0, row.Columns).Select(i => " " + printer.TextOf(row.Column(i)).PadLeft(widths[i]));
            yield return new Line(depth, name.PadRight(names) + string.Concat(columns))
            {
                Comment = string.Join(" ", row.Trailing.Select(printer.Comment)),
            };
        }

        foreach (Token comment in _last)
        {
            yield return new Line(depth, printer.Comment(comment)) { IsComment = true };
        }
    }

    private Row Begin(Row? before, List<Token> comments, bool isHeader)
    {
        if (before is not null)
        {
            TakeTrailing(before, comments);
        }

        Row row = new(isHeader);
        row.Before.AddRange(comments);
        _rows.Add(row);
        return row;
    }

    /// <summary>Moves the comments that stand on the row's last line from the list to the row.</summary>
    private void TakeTrailing(Row row, List<Token> comments)
    {
        int end = row.Cells[^1].End;
        while (comments.Count > 0 && Spaces.LineEnds(_text, end, comments[0].Start) == 0)
        {
            end = comments[0].End;
            row.Trailing.Add(comments[0]);
            comments.RemoveAt(0);
        }
    }

    private static bool IsFollowedByNumber(List<Token> tokens, int token)
    {
        do
        {
            token++;
        }
        while (token < tokens.Count && tokens[token].Kind == TokenKind.Comment);
        return token < tokens.Count && tokens[token].Kind == TokenKind.Number;
    }

    private sealed class Row(bool isHeader)
    {
        public bool IsHeader { get; } = isHeader;

        public List<Token> Before { get; } = [];

        public List<Token> Cells { get; } = [];

        public List<Token> Trailing { get; } = [];

        public int Columns => IsHeader ? Cells.Count : Cells.Count - 1;

        public Token Column(int index) => Cells[IsHeader ? index : index + 1];
    }
}
