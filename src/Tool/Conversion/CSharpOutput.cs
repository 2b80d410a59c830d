using System.Text;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Tool.Conversion;

/// <summary>
/// The C# that is being written, a line at a time, with the comments of the file that it is written from. What a comment there silences,
/// a <c>#pragma</c> silences here.
/// </summary>
internal sealed class CSharpOutput
{
    private readonly StringBuilder _text = new();
    private readonly List<DisableDirective> _silenced = [];

    public int Indentation { get; set; }

    public override string ToString() => _text.ToString();

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', Indentation * 4).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Comments on lines of their own.</summary>
    public void Comments(IEnumerable<Comment> comments)
    {
        foreach (Comment comment in comments)
        {
            if (comment.Silences is { } silenced)
            {
                _silenced.Add(silenced);
                Pragma("disable", silenced, comment.Text);
            }
            else
            {
                foreach (string line in LinesOf(comment.Text))
                {
                    Line(line);
                }
            }
        }
    }

    /// <summary>The lines that a statement becomes, the comments before it, and behind the last of them those that stood behind it.</summary>
    public void Statement(StatementComments comments, int start, IReadOnlyList<string> lines)
    {
        EndSilences(start);
        if (comments.AfterEmptyLine)
        {
            Line();
        }

        Comments(comments.Leading);
        Comments(comments.Trailing.Where(comment => !FitsBehind(comment)));
        string behind = string.Concat(comments.Trailing.Where(FitsBehind).Select(comment => " " + LinesOf(comment.Text).Single()));
        for (int i = 0; i < lines.Count; i++)
        {
            Line(i == lines.Count - 1 ? lines[i] + behind : lines[i]);
        }
    }

    /// <summary>What is no longer silenced at <paramref name="position"/> of the file is reported again.</summary>
    public void EndSilences(int position)
    {
        foreach (DisableDirective ended in _silenced.Where(directive => directive.Span.End <= position).ToList())
        {
            Pragma("restore", ended, "");
            _silenced.Remove(ended);
        }
    }

    private void Pragma(string what, DisableDirective directive, string comment)
    {
        string ids = string.Join(", ", directive.Ids);
        int reasonAt = comment.LastIndexOf(directive.Ids[^1], StringComparison.Ordinal) + directive.Ids[^1].Length;
        string reason = comment.Length == 0 ? "" : comment[reasonAt..].Trim();
        Line($"#pragma warning {what} {ids}{(reason.Length == 0 ? "" : $" // {reason}")}");
    }

    private static bool FitsBehind(Comment comment) => comment.Silences is null && LinesOf(comment.Text).Length == 1;

    /// <summary>The comment as one of C#: what would be documentation there is none here, and none is made of it.</summary>
    private static string[] LinesOf(string comment)
    {
        bool looksLikeDocumentation = comment.StartsWith("///", StringComparison.Ordinal) || (comment.StartsWith("/**", StringComparison.Ordinal) && comment.Length > 4);
        string plain = looksLikeDocumentation ? $"{comment[..2]} {comment[2..]}" : comment;
        string[] lines = plain.ReplaceLineEndings("\n").Split('\n');
        return [.. lines.Select((line, i) => i == 0 ? line.TrimEnd() : "   " + line.Trim()).Select(line => line.TrimEnd())];
    }
}
