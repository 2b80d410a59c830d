using System.Text;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Fuzz;

/// <summary>Spoils sound texts at random, the same way for the same seed: some edits know the language's tokens, some know only characters.</summary>
public sealed class Mutator(IReadOnlyList<string> corpus, int seed)
{
    private static readonly string[] Pieces =
    [
        "{", "}", ";", "(", ")", "->", "\"", "\\", "/*", "*/", "//", "*", ",", ":", ".", "|", "<=", "==", "!", "&&",
        "\0", "\n", "\r", "\u0085", "\u2028", "\u2029", "\ud800", "\udfff", "\u202e", "\u200f", "\ufeff", "é", "Ж", "\u0301", "\uff1b", "\u037e",
        "1", "0", "-1", "255", "256", "8GiB", "99999999999999999999", "0.5%", "1e9", "3 s", "5min",
        "not ", " and ", " or ", " when ", " limit 1MiB/s", "page.idle", "page.tag == 300", "target.free", "none", "true",
        "node ", "node N : file { capacity 4KiB; }", "tier ", "topology T { ", "policy P on T { ", "order manual;", "order exclusive;", "hotplug;", "demote *;", "keep;",
        "// tierpolicy disable TP0308\n", "namespace A.B;", "internal ", "value__", "record", "Equals", "get_X", "class", "@if",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text of the corpus after a few edits.</summary>
    public string Next()
    {
        string text = corpus[_random.Next(corpus.Count)];
        for (int edits = _random.Next(1, 6); edits > 0; edits--)
        {
            text = Edit(text);
        }

        return text;
    }

    /// <summary>A text that differs from another in one place.</summary>
    public string Edit(string text)
    {
        int at = _random.Next(text.Length + 1);
        return _random.Next(9) switch
        {
            0 => text.Remove(at, Math.Min(_random.Next(1, 12), text.Length - at)),
            1 or 2 => text.Insert(at, Pieces[_random.Next(Pieces.Length)]),
            3 => text.Insert(at, Slice(text)),
            4 => text.Insert(at, Slice(corpus[_random.Next(corpus.Count)])),
            5 => new StringBuilder(text).Insert(at, (char)_random.Next(0x20, 0x7f)).ToString(),
            6 => new StringBuilder(text).Insert(at, (char)_random.Next(char.MaxValue + 1)).ToString(),
            7 => ChangeToken(text, Pieces[_random.Next(Pieces.Length)]),
            _ => ChangeToken(text, null),
        };
    }

    private string Slice(string text)
    {
        int start = _random.Next(text.Length + 1);
        return text.Substring(start, Math.Min(_random.Next(1, 80), text.Length - start));
    }

    /// <summary>Puts a piece in place of a token, or another token of the text in front of it.</summary>
    private string ChangeToken(string text, string? piece)
    {
        IReadOnlyList<Token> tokens = Lexer.Tokenize("", text);
        Token token = tokens[_random.Next(tokens.Count)];
        if (piece is not null)
        {
            return string.Concat(text.AsSpan(0, token.Start), piece, text.AsSpan(token.End));
        }

        Token other = tokens[_random.Next(tokens.Count)];
        return text.Insert(token.Start, $" {text.Substring(other.Start, other.Length)} ");
    }
}
