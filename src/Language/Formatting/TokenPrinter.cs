using System.Text;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Formatting;

/// <summary>Prints the tokens of one statement with the spaces that they want between them.</summary>
internal sealed class TokenPrinter(string text)
{
    public string TextOf(Token token) => text.Substring(token.Start, token.Length);

    /// <summary>On one line, but that <c>//</c> ends one.</summary>
    public string Print(List<Token> tokens, int depth) => Print(tokens, depth, _ => 0);

    /// <summary>A rule that does not fit on a line: conditions and limit on lines of their own, alternatives under each other.</summary>
    public string PrintBroken(List<Token> tokens, int depth)
    {
        HashSet<int> breaks = Breaks(tokens, "when", "or", "limit");
        string broken = Print(tokens, depth, i => breaks.Contains(i) ? 1 : 0);
        if (broken.Split('\n').All(line => line.Length <= Layout.LongestLine))
        {
            return broken;
        }

        HashSet<int> inner = Breaks(tokens, "and");
        return Print(tokens, depth, i => breaks.Contains(i) ? 1 : inner.Contains(i) ? 2 : 0);
    }

    /// <summary>A comment as it stands, but for spaces at its end and the kind of its line ends.</summary>
    public string Comment(Token comment)
    {
        string whole = TextOf(comment);
        return whole[1] == '/' ? whole.TrimEnd() : whole.Replace("\r\n", "\n").Replace('\r', '\n');
    }

    private string Print(List<Token> tokens, int depth, Func<int, int> breakBefore)
    {
        StringBuilder line = new();
        bool isCpus = tokens.Count > 0 && TextOf(tokens[0]) == "cpus";
        for (int i = 0; i < tokens.Count; i++)
        {
            Token token = tokens[i];
            if (i > 0)
            {
                int depthOfBreak = IsLineComment(tokens[i - 1]) ? 1 : breakBefore(i);
                if (depthOfBreak > 0)
                {
                    line.Append('\n');
                    for (int indent = depth + depthOfBreak; indent > 0; indent--)
                    {
                        line.Append(LineWriter.Indent);
                    }
                }
                else if (NeedsSpace(tokens[i - 1], token, isCpus))
                {
                    line.Append(' ');
                }
            }

            line.Append(token.Kind == TokenKind.Comment ? Comment(token) : TextOf(token));
        }

        return line.ToString();
    }

    private bool NeedsSpace(Token left, Token right, bool isCpus)
    {
        if (left.Kind == TokenKind.Comment && right.Kind is TokenKind.Semicolon or TokenKind.Comma)
        {
            return false;
        }

        if (left.Kind == TokenKind.Comment || right.Kind == TokenKind.Comment)
        {
            return true;
        }

        return (left.Kind, right.Kind) switch
        {
            (_, TokenKind.Semicolon or TokenKind.Comma or TokenKind.Dot or TokenKind.CloseParenthesis) => false,
            (TokenKind.Dot or TokenKind.OpenParenthesis, _) => false,
            (TokenKind.Minus or TokenKind.Comma, _) or (_, TokenKind.Minus) when isCpus => false,
            (TokenKind.CloseParenthesis, TokenKind.Colon) => false,
            (TokenKind.Identifier, TokenKind.OpenParenthesis) => TextOf(left) is "when" or "or" or "and" or "not",
            _ => true,
        };
    }

    /// <summary>Where one of these words is an operator, outside parentheses.</summary>
    private HashSet<int> Breaks(List<Token> tokens, params string[] words)
    {
        HashSet<int> breaks = [];
        int parentheses = 0;
        bool isInCondition = false;
        for (int i = 1; i < tokens.Count; i++)
        {
            parentheses += tokens[i].Kind == TokenKind.OpenParenthesis ? 1 : tokens[i].Kind == TokenKind.CloseParenthesis ? -1 : 0;
            if (tokens[i].Kind != TokenKind.Identifier || parentheses > 0 || !IsOperand(tokens[i - 1]))
            {
                continue;
            }

            string word = TextOf(tokens[i]);
            isInCondition |= word == "when";
            if (words.Contains(word) && (isInCondition || word == "limit"))
            {
                breaks.Add(i);
            }
        }

        return breaks;
    }

    /// <summary>After a comparison or a dot, the word is a name, whatever it looks like.</summary>
    private static bool IsOperand(Token token)
        => token.Kind is TokenKind.Identifier or TokenKind.Number or TokenKind.CloseParenthesis or TokenKind.Star or TokenKind.Comment;

    /// <summary>Whether it is a comment that nothing can stand behind, or that is itself of several lines.</summary>
    public bool EndsLine(Token token)
        => token.Kind == TokenKind.Comment && (IsLineComment(token) || Spaces.LineEnds(text, token.Start, token.End) > 0);

    private bool IsLineComment(Token token) => token.Kind == TokenKind.Comment && text[token.Start + 1] == '/';
}
