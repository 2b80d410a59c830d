using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Formatting;

/// <summary>
/// Decides what stands on which line. Declarations are blocks of several lines; a block of clauses is one line where it has no comments
/// and fits; tiers are one line each where all tiers of the topology can be.
/// </summary>
internal sealed class Layout(string text)
{
    public const int LongestLine = 120;

    private static readonly HashSet<string> RuleWords = new(StringComparer.Ordinal) { "keep", "discard", "demote", "promote", "proactive" };

    private static readonly HashSet<string> ClauseBlocks = new(StringComparer.Ordinal) { "node", "swap", "store", "watermarks", "domain", "expect" };

    private readonly TokenPrinter _printer = new(text);
    private readonly List<Line> _lines = [];

    public List<Line> Lines(List<Statement> file)
    {
        bool isAfterDeclaration = false;
        foreach (Statement statement in file)
        {
            int first = _lines.Count;
            Add(statement, depth: 0);
            _lines[first].HasBlankLineBefore |= isAfterDeclaration;
            isAfterDeclaration = !statement.IsComment;
        }

        return _lines;
    }

    private void Add(Statement statement, int depth)
    {
        int first = _lines.Count;
        if (statement.IsComment)
        {
            _lines.Add(new Line(depth, _printer.Comment(statement.Head[0])) { IsComment = true });
        }
        else if (statement.Matrix is not null)
        {
            AddMatrix(statement, depth);
        }
        else if (statement.Block is null)
        {
            _lines.Add(Leaf(statement, depth));
        }
        else if (OneLine(statement, depth) is { } line)
        {
            _lines.Add(line);
        }
        else
        {
            AddBlock(statement, depth);
        }

        Finish(statement, first);
    }

    private void Add(Statement statement, Line line)
    {
        _lines.Add(line);
        Finish(statement, _lines.Count - 1);
    }

    private void Finish(Statement statement, int first)
    {
        _lines[first].HasBlankLineBefore = statement.HasBlankLineBefore;
        _lines[^1].Comment = string.Join(" ", statement.Trailing.Select(_printer.Comment));
    }

    private void AddBlock(Statement statement, int depth)
    {
        _lines.Add(new Line(depth, _printer.Print(statement.Head, depth)));
        _lines.Add(new Line(depth, "{"));
        bool hasTierLines = Tiers(statement).All(tier => TierLine(tier, depth + 1) is not null);
        foreach (Statement inner in statement.Block!)
        {
            if (hasTierLines && IsTier(inner))
            {
                Add(inner, TierLine(inner, depth + 1)!);
            }
            else
            {
                Add(inner, depth + 1);
            }
        }

        AddEnd(statement, depth);
    }

    private void AddMatrix(Statement statement, int depth)
    {
        _lines.Add(new Line(depth, _printer.Print(statement.Head, depth)));
        _lines.Add(new Line(depth, "{"));
        _lines.AddRange(new Matrix(text, statement.Matrix!).Lines(_printer, depth + 1));
        AddEnd(statement, depth);
    }

    private void AddEnd(Statement statement, int depth)
    {
        string tail = _printer.Print(statement.Tail, depth);
        _lines.Add(new Line(depth, tail is "" or ";" ? "}" + tail : "} " + tail));
    }

    private Line Leaf(Statement statement, int depth)
    {
        string whole = _printer.Print(statement.Head, depth);
        if (!RuleWords.Contains(_printer.TextOf(statement.Head[0])))
        {
            return new Line(depth, whole);
        }

        if (statement.Head.Any(_printer.EndsLine) || (depth * LineWriter.Indent.Length) + whole.Length > LongestLine)
        {
            return new Line(depth, _printer.PrintBroken(statement.Head, depth));
        }

        // The words that say what a rule does stand in a column of their own.
        int word = statement.Head[0].Length;
        return whole[word] == ';' ? new Line(depth, whole) { Kind = "rule" } : new Line(depth, whole.Substring(0, word), whole.Substring(word)) { Kind = "rule" };
    }

    /// <summary>The statement with its block on one line; null where it does not fit, or has comments that do not.</summary>
    private Line? OneLine(Statement statement, int depth)
    {
        string keyword = _printer.TextOf(statement.Head[0]);
        if (!ClauseBlocks.Contains(keyword) || HasComment(statement))
        {
            return null;
        }

        List<string> cells = [];
        List<string> labels = [];
        foreach (string part in HeadCells(keyword, statement.Head, depth))
        {
            cells.Add(part);
            labels.Add("");
        }

        string[] clauses = [.. statement.Block!.Select(inner => _printer.Print(inner.Head, depth))];
        if (keyword == "node")
        {
            // A clause is aligned with the same clause of the next node.
            cells.Add(clauses.Length == 0 ? "{ }" : "{ ");
            labels.Add("");
            for (int i = 0; i < clauses.Length; i++)
            {
                cells.Add(clauses[i] + (i == clauses.Length - 1 ? " }" : " "));
                labels.Add(_printer.TextOf(statement.Block![i].Head[0]));
            }
        }
        else
        {
            cells.Add(clauses.Length == 0 ? "{ }" : "{ " + string.Join(" ", clauses) + " }");
            labels.Add("");
        }

        string tail = _printer.Print(statement.Tail, depth);
        if (tail.Length > 0)
        {
            cells.Add(tail == ";" ? tail : " " + tail);
            labels.Add("");
        }

        Line line = new(depth, [.. cells]) { Kind = keyword is "swap" or "store" ? "backing" : keyword, Labels = [.. labels] };
        return line.Width <= LongestLine ? line : null;
    }

    private IEnumerable<Statement> Tiers(Statement statement) => statement.Block!.Where(IsTier);

    private bool IsTier(Statement statement) => statement.Block is not null && _printer.TextOf(statement.Head[0]) == "tier";

    /// <summary>A tier of one node on one line; null where it cannot be.</summary>
    private Line? TierLine(Statement tier, int depth)
    {
        if (tier.Block!.Count != 1 || tier.Block[0].Block is null || HasComment(tier) || OneLine(tier.Block[0], depth) is not { } node)
        {
            return null;
        }

        string[] cells = [_printer.Print(tier.Head, depth) + " ", .. node.Cells];
        cells[1] = "{ " + cells[1];
        cells[^1] += " }";
        Line line = new(depth, cells) { Kind = "tier", Labels = ["", .. node.Labels] };
        return line.Width <= LongestLine ? line : null;
    }

    /// <summary>Whether there is a comment that takes lines of its own: a short one between two words does not.</summary>
    private bool HasComment(Statement statement)
        => statement.Head.Any(_printer.EndsLine)
            || statement.Tail.Any(_printer.EndsLine)
            || statement.Block!.Any(inner => inner.IsComment || inner.Trailing.Count > 0 || inner.Head.Any(_printer.EndsLine));

    /// <summary>The words before the block: <c>node NAME</c> and <c>: KIND</c>, or all of them.</summary>
    private IEnumerable<string> HeadCells(string keyword, List<Token> head, int depth)
    {
        int colon = keyword == "node" ? head.FindIndex(token => token.Kind == TokenKind.Colon) : -1;
        if (colon < 0)
        {
            return [_printer.Print(head, depth) + " "];
        }

        return [_printer.Print(head.GetRange(0, colon), depth) + " ", _printer.Print(head.GetRange(colon, head.Count - colon), depth) + " "];
    }
}
