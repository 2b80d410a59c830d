using System.Text;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A recursive-descent parser that recovers: a mistake costs the statement it is in, and is one diagnostic. This part is the
/// cursor and the recovery; the grammar is in the other parts.
/// </summary>
internal sealed partial class SyntaxParser : IDisposable
{
    /// <summary>Of a name, or of a namespace.</summary>
    internal const int LongestName = 255;

    private readonly string _text;
    private readonly SourceMap _map;
    private readonly DiagnosticBag _diagnostics = new();

    /// <summary>The tokens without comments; the last one is <see cref="TokenKind.End"/>.</summary>
    private readonly List<Token> _tokens;
    private readonly DisableDirectives _directives;
    private readonly CancellationToken _cancellation;
    private readonly ParserScratch _scratch = ParserScratch.Take();
    private int _next;

    /// <summary>Mistakes met so far, those of the lexer when their token is passed: grows within a node that has errors.</summary>
    private int _mistakes;

    /// <summary>A mistake was met in this statement: what follows in it is not to be trusted, so not to be reported.</summary>
    private bool _lost;

    public SyntaxParser(string text, SourceMap map, CancellationToken cancellation)
    {
        _text = text;
        _map = map;
        _cancellation = cancellation;
        _directives = new DisableDirectives(text);
        _tokens = _scratch.Tokens;
        Lexer lexer = new(text, map, _diagnostics);
        Token token;
        do
        {
            token = lexer.Next();
            if (token.Kind == TokenKind.Comment)
            {
                _directives.Add(token);
            }
            else
            {
                _tokens.Add(token);
            }
        }
        while (token.Kind != TokenKind.End);

        PassBad();
    }

    /// <summary>What was parsed stands on its own; the parser can be used no more.</summary>
    public void Dispose() => _scratch.Return();

    private Token Current => _tokens[_next];

    private Token Following => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    /// <summary>The token before the current one; at the start of the text, an empty one there.</summary>
    private Token Previous => _next == 0 ? default : _tokens[_next - 1];

    private bool At(TokenKind kind) => Current.Kind == kind;

    private bool AtWord(string word) => At(TokenKind.Identifier) && Is(Current, word);

    private bool Is(Token token, string word)
        => token.Length == word.Length && string.CompareOrdinal(_text, token.Start, word, 0, word.Length) == 0;

    private Token Advance()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
        {
            _mistakes += token.Kind == TokenKind.CutString ? 1 : 0;
            _next++;
            PassBad();
        }

        return token;
    }

    private void PassBad()
    {
        while (At(TokenKind.Bad))
        {
            _mistakes++;
            _next++;
        }
    }

    private bool TryTake(TokenKind kind)
    {
        if (!At(kind))
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool TryTakeWord(string word)
    {
        if (!AtWord(word))
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool Expect(TokenKind kind, string what)
    {
        if (TryTake(kind))
        {
            return true;
        }

        ReportExpected(what);
        return false;
    }

    private void ReportExpected(string what) => ReportExpected(what, Current.Span);

    private void ReportExpected(string what, TextSpan span)
    {
        if (!_lost)
        {
            _mistakes++;
            if (!_diagnostics.IsFull)
            {
                _diagnostics.Report(Descriptors.SyntaxError, Locate(span), what, Show(Current));
            }
        }

        _lost = true;
    }

    /// <summary>A mistake after which the statement can still be followed.</summary>
    private void Report(DiagnosticDescriptor descriptor, SourceLocation location, params string[] arguments) => Report(Diagnostic.Create(descriptor, location, arguments));

    private void Report(Diagnostic diagnostic)
    {
        _mistakes++;
        if (!_lost)
        {
            _diagnostics.Report(diagnostic);
        }
    }

    /// <summary>
    /// The semicolon that ends a statement; false where the statement is not to be trusted. A forgotten one is found at the end
    /// of the line or before a brace, and nothing is lost.
    /// </summary>
    private bool TryEndStatement()
    {
        bool isSound = !_lost;
        if (TryTake(TokenKind.Semicolon))
        {
            _lost = false;
            return isSound;
        }

        // A string that is not closed has swallowed the semicolon.
        if (Previous.Kind != TokenKind.CutString && !TryReportForeign())
        {
            ReportExpected("';'", new TextSpan(Previous.End, 0));
        }

        if (isSound && (At(TokenKind.CloseBrace) || At(TokenKind.End) || BeginsLine(_next)))
        {
            _lost = false;
        }

        return !_lost;
    }

    /// <summary>Where a statement goes on in the words of another language, what is written here instead.</summary>
    private bool TryReportForeign()
    {
        (Token foreign, int length, string? meant) = Current.Kind switch
        {
            TokenKind.OrOr => (Current, 2, "|"),
            TokenKind.Equal when Following.Kind == TokenKind.Greater && Following.Start == Current.End => (Current, 2, "->"),
            _ when AtWord("to") => (Current, Current.Length, "->"),
            _ when AtWord("if") || AtWord("where") => (Current, Current.Length, "when"),
            TokenKind.Identifier when Previous.Kind == TokenKind.Identifier && (Is(Previous, "if") || Is(Previous, "where")) && !BeginsLine(_next) => (Previous, Previous.Length, "when"),
            _ => (Current, 0, (string?)null),
        };
        if (_lost || meant is null || BeginsLine(_next) || _diagnostics.IsFull)
        {
            return false;
        }

        ReportForeign(new TextSpan(foreign.Start, length), meant);
        return true;
    }

    private void ReportForeign(TextSpan span, string meant)
    {
        Report(Diagnostic.Create(Descriptors.ForeignOperator, Locate(span), _text.Substring(span.Start, span.Length), meant) with { Replacement = meant });
        _lost = true;
    }

    /// <summary>After a mistake: on to what is likely the next statement.</summary>
    private void Recover()
    {
        if (!_lost)
        {
            return;
        }

        _lost = false;
        int start = _next;
        while (true)
        {
            switch (Current.Kind)
            {
                case TokenKind.Semicolon:
                    Advance();
                    return;
                case TokenKind.End or TokenKind.CloseBrace:
                    return;
                case TokenKind.OpenBrace:
                    SkipBlock();
                    return;
                case TokenKind.Identifier when _next > start && BeginsLine(_next):
                    return;
            }

            Advance();
        }
    }

    private void SkipBlock()
    {
        int depth = 0;
        do
        {
            depth += At(TokenKind.OpenBrace) ? 1 : At(TokenKind.CloseBrace) ? -1 : 0;
            Advance();
        }
        while (depth > 0 && !At(TokenKind.End));
    }

    /// <summary>Whether a line end lies before the token. Only recovery looks at lines: white space has no meaning.</summary>
    private bool BeginsLine(int token)
    {
        int start = token == 0 ? 0 : _tokens[token - 1].End;
        for (int i = start; i < _tokens[token].Start; i++)
        {
            if (SourceText.IsLineEnd(_text[i]))
            {
                return true;
            }
        }

        return token == 0;
    }

    private SourceLocation Locate(TextSpan span) => _map.Locate(span);

    private SourceLocation Locate(Token token) => _map.Locate(token.Span);

    /// <summary>From <paramref name="start"/> to the last token that was taken.</summary>
    private SourceLocation LocateFrom(Token start) => _map.Locate(TextSpan.FromBounds(start.Start, Math.Max(start.End, Previous.End)));

    private static SourceLocation Join(SourceLocation first, SourceLocation last)
        => first with { Span = TextSpan.FromBounds(first.Span.Start, Math.Max(first.Span.End, last.Span.End)) };

    private string TextOf(Token token) => _scratch.Words.Get(_text, token.Start, token.Length);

    /// <summary>A token for a message.</summary>
    private string Show(Token token) => token.Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.String or TokenKind.CutString => "a string",
        TokenKind.Identifier => $"'{NumberReader.Shorten(IdentifierCharacters.Normalize(TextOf(token)))}'",
        _ => $"'{NumberReader.Shorten(TextOf(token))}'",
    };

    /// <summary>What was written from a token up to the last one taken, on one line, comments dropped.</summary>
    private string OneLine(int firstToken)
    {
        int start = _tokens[firstToken].Start;
        if (IsOnOneLine(firstToken))
        {
            return _text.Substring(start, Previous.End - start);
        }

        StringBuilder text = new(Previous.End - start);
        for (int i = firstToken; i < _next; i++)
        {
            Token token = _tokens[i];
            if (i > firstToken && _tokens[i - 1].End < token.Start)
            {
                text.Append(' ');
            }

            text.Append(token.Kind == TokenKind.Identifier ? IdentifierCharacters.Normalize(TextOf(token)) : TextOf(token));
        }

        return text.ToString();
    }

    /// <summary>The whole text on one line, whatever it says.</summary>
    public string OneLineOfAll()
    {
        _next = _tokens.Count - 1;
        return _next == 0 ? "" : OneLine(0);
    }

    /// <summary>Whether there is nothing to be done: single spaces, no comments, and no characters that might not count.</summary>
    private bool IsOnOneLine(int firstToken)
    {
        for (int i = firstToken + 1; i < _next; i++)
        {
            int gap = _tokens[i].Start - _tokens[i - 1].End;
            if (gap > 1 || (gap == 1 && _text[_tokens[i].Start - 1] != ' '))
            {
                return false;
            }
        }

        for (int i = _tokens[firstToken].Start; i < Previous.End; i++)
        {
            if (_text[i] >= 128)
            {
                return false;
            }
        }

        return true;
    }
}
