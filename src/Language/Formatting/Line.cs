namespace TierPolicy.Language.Formatting;

/// <summary>A line of the result; of a statement that cannot stand on one, all its lines.</summary>
/// <param name="depth">How many blocks it stands in.</param>
/// <param name="cells">What stands on it, cut where neighbours may be aligned.</param>
internal sealed class Line(int depth, params string[] cells)
{
    public int Depth { get; } = depth;

    public string[] Cells { get; } = cells;

    /// <summary>What kind of line it is: neighbours of one kind are aligned. Null: never aligned.</summary>
    public string? Kind { get; init; }

    /// <summary>By cell: what it is about, where only like is aligned with like; empty: all cells are.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>The comments behind it, "" for none.</summary>
    public string Comment { get; set; } = "";

    public bool HasBlankLineBefore { get; set; }

    /// <summary>The comment's distance from the end of the line.</summary>
    public int CommentPadding { get; set; } = 2;

    public bool IsComment { get; init; }

    /// <summary>The width up to the comment, of its last line where there are several.</summary>
    public int Width
    {
        get
        {
            int width = Depth * LineWriter.Indent.Length;
            foreach (string cell in Cells)
            {
                int lineEnd = cell.LastIndexOf('\n');
                width = lineEnd < 0 ? width + cell.Length : cell.Length - lineEnd - 1;
            }

            return width;
        }
    }
}
