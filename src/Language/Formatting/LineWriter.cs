using System.Text;

namespace TierPolicy.Language.Formatting;

/// <summary>Puts lines together.</summary>
internal static class LineWriter
{
    public const string Indent = "    ";

    public static string Write(List<Line> lines)
    {
        StringBuilder text = new();
        foreach (Line line in lines)
        {
            if (line.HasBlankLineBefore && text.Length > 0)
            {
                text.Append('\n');
            }

            for (int i = 0; i < line.Depth; i++)
            {
                text.Append(Indent);
            }

            foreach (string cell in line.Cells)
            {
                text.Append(cell);
            }

            if (line.Comment.Length > 0)
            {
                text.Append(' ', line.CommentPadding).Append(line.Comment);
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
