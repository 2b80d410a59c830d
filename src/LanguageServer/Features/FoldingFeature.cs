using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>What can be folded away: blocks, and comments of several lines.</summary>
internal static class FoldingFeature
{
    public static IReadOnlyList<FoldingRange> Of(PolicyDocument document)
    {
        List<FoldingRange> ranges = [];
        Stack<int> open = new();
        IReadOnlyList<Token> tokens = Lexer.Tokenize(document.Path, document.Text);
        for (int i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i].Kind)
            {
                case TokenKind.OpenBrace:
                    // The header stays in sight, also where the brace has a line of its own.
                    open.Push(i == 0 ? tokens[i].Start : tokens[i - 1].End);
                    break;
                case TokenKind.CloseBrace when open.Count > 0:
                    Add(TextSpan.FromBounds(open.Pop(), tokens[i].Start), null);
                    break;
                case TokenKind.Comment:
                    int last = i;
                    while (IsLineComment(tokens[i]) && tokens[last + 1].Kind == TokenKind.Comment && IsLineComment(tokens[last + 1]) && IsNextLine(tokens[last], tokens[last + 1]))
                    {
                        last++;
                    }

                    Add(TextSpan.FromBounds(tokens[i].Start, tokens[last].End), "comment");
                    i = last;
                    break;
            }
        }

        return ranges;

        void Add(TextSpan span, string? kind)
        {
            int start = document.Lines.PositionOf(span.Start).Line;
            int end = document.Lines.PositionOf(span.End).Line;
            if (end > start)
            {
                ranges.Add(new FoldingRange(start, end, kind));
            }
        }

        bool IsLineComment(Token token) => document.Text[token.Start + 1] == '/';

        bool IsNextLine(Token first, Token second) => document.Lines.PositionOf(second.Start).Line == document.Lines.PositionOf(first.End).Line + 1;
    }
}
