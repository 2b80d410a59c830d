using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>Gathers the <c>// tierpolicy disable …</c> comments of a file, and the statements that they may speak of.</summary>
internal sealed class DisableDirectives(string text)
{
    private readonly List<(TextSpan Comment, EquatableArray<string> Ids)> _comments = [];
    private readonly List<TextSpan> _statements = [];

    public void Add(Token comment)
    {
        if (text[comment.Start + 1] != '/' || !MayBeOne(comment))
        {
            return;
        }

        // Words after the ids say why, and are nobody's business.
        string[] words = text.Substring(comment.Start + 2, comment.Length - 2).Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 2 && words[0] == "tierpolicy" && words[1] == "disable")
        {
            _comments.Add((comment.Span, words.Skip(2).TakeWhile(IsId).ToEquatableArray()));
        }
    }

    /// <summary>Most comments are for people.</summary>
    private bool MayBeOne(Token comment) => text.IndexOf("tierpolicy", comment.Start, comment.Length, StringComparison.Ordinal) >= 0;

    /// <summary>A statement was parsed. Those that hold others count too: a directive before a block silences all of it.</summary>
    public void AddStatement(int start, int end)
    {
        if (_comments.Count > 0)
        {
            _statements.Add(TextSpan.FromBounds(start, end));
        }
    }

    public EquatableArray<DisableDirective> ToArray()
    {
        // Statements come to an end inside out: by their beginnings they are in the order of the text.
        _statements.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        DisableDirective[] directives = new DisableDirective[_comments.Count];
        int next = 0;
        for (int i = 0; i < directives.Length; i++)
        {
            (TextSpan comment, EquatableArray<string> ids) = _comments[i];
            while (next < _statements.Count && _statements[next].Start < comment.End)
            {
                next++;
            }

            int end = next < _statements.Count ? _statements[next].End : comment.End;
            directives[i] = new DisableDirective(ids, TextSpan.FromBounds(comment.Start, end));
        }

        return new(directives);
    }

    private static bool IsId(string word) => word.Length == 6 && word.StartsWith("TP", StringComparison.Ordinal) && word.Skip(2).All(char.IsDigit);
}
