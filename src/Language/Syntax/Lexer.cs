using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// Cuts a text into tokens, comments among them, so that the text can be put together again: the formatter works on that.
/// The parser passes over the comments.
/// </summary>
public sealed class Lexer
{
    private readonly string _text;
    private readonly SourceMap _map;
    private readonly DiagnosticBag _diagnostics;
    private int _position;

    internal Lexer(string text, SourceMap map, DiagnosticBag diagnostics)
    {
        _text = text;
        _map = map;
        _diagnostics = diagnostics;

        // A byte order mark that was decoded with the text.
        _position = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
    }

    /// <summary>All tokens of a text, the last one <see cref="TokenKind.End"/>.</summary>
    public static IReadOnlyList<Token> Tokenize(string path, string text)
        => new Lexer(text, new SourceText(path, text), new DiagnosticBag()).ReadAll();

    private List<Token> ReadAll()
    {
        List<Token> tokens = new((_text.Length / 6) + 1);
        Token token;
        do
        {
            token = Next();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.End);
        return tokens;
    }

    internal Token Next()
    {
        while (_position < _text.Length && IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        int start = _position;
        if (start == _text.Length)
        {
            return new Token(TokenKind.End, start, 0);
        }

        char c = _text[start];
        TokenKind kind;
        if (IdentifierCharacters.IsStart(c))
        {
            SkipIdentifierPart();
            kind = TokenKind.Identifier;
        }
        else if (IsDigit(c))
        {
            SkipNumber();
            kind = TokenKind.Number;
        }
        else if (c == '"')
        {
            kind = SkipString();
        }
        else if (c == '/' && Peek(1) is '/' or '*')
        {
            kind = SkipComment();
        }
        else
        {
            kind = SkipSign(c);
        }

        return new Token(kind, start, _position - start);
    }

    private TokenKind SkipSign(char c)
    {
        char next = Peek(1);
        (TokenKind kind, int length) = c switch
        {
            ';' => (TokenKind.Semicolon, 1),
            ',' => (TokenKind.Comma, 1),
            ':' => (TokenKind.Colon, 1),
            '.' => (TokenKind.Dot, 1),
            '{' => (TokenKind.OpenBrace, 1),
            '}' => (TokenKind.CloseBrace, 1),
            '(' => (TokenKind.OpenParenthesis, 1),
            ')' => (TokenKind.CloseParenthesis, 1),
            '*' => (TokenKind.Star, 1),
            '/' => (TokenKind.Slash, 1),
            '+' => (TokenKind.Plus, 1),
            '%' => (TokenKind.PercentSign, 1),
            '-' => next == '>' ? (TokenKind.Arrow, 2) : (TokenKind.Minus, 1),
            '|' => next == '|' ? (TokenKind.OrOr, 2) : (TokenKind.Bar, 1),
            '=' => next == '=' ? (TokenKind.EqualEqual, 2) : (TokenKind.Equal, 1),
            '!' => next == '=' ? (TokenKind.NotEqual, 2) : (TokenKind.Exclamation, 1),
            '<' => next == '=' ? (TokenKind.LessOrEqual, 2) : (TokenKind.Less, 1),
            '>' => next == '=' ? (TokenKind.GreaterOrEqual, 2) : (TokenKind.Greater, 1),
            '&' when next == '&' => (TokenKind.AndAnd, 2),
            _ => (TokenKind.Bad, 1),
        };
        if (kind == TokenKind.Bad)
        {
            SkipBad();
        }
        else
        {
            _position += length;
        }

        return kind;
    }

    private void SkipIdentifierPart()
    {
        while (_position < _text.Length && IdentifierCharacters.IsPart(_text[_position]))
        {
            _position++;
        }
    }

    private void SkipNumber()
    {
        SkipDigits();
        if (Peek(0) == '.' && IsDigit(Peek(1)))
        {
            _position++;
            SkipDigits();
        }

        if (Peek(0) == '%')
        {
            _position++;
        }
        else if (_position < _text.Length && IdentifierCharacters.IsPart(_text[_position]))
        {
            // Whatever letters follow are taken for a unit, known or not; so is a rate's "/s".
            SkipIdentifierPart();
            if (Peek(0) == '/' && Peek(1) == 's' && !IdentifierCharacters.IsPart(Peek(2)))
            {
                _position += 2;
            }
        }
    }

    // As in C#, an underscore stands between digits.
    private void SkipDigits()
    {
        while (_position < _text.Length)
        {
            int ahead = 0;
            while (Peek(ahead) == '_')
            {
                ahead++;
            }

            if (!IsDigit(Peek(ahead)))
            {
                return;
            }

            _position += ahead + 1;
        }
    }

    private TokenKind SkipString()
    {
        int start = _position++;
        while (_position < _text.Length && !SourceText.IsLineEnd(_text[_position]))
        {
            char c = _text[_position++];
            if (c == '"')
            {
                return TokenKind.String;
            }

            if (c == '\\' && _position < _text.Length && !SourceText.IsLineEnd(_text[_position]))
            {
                _position++;
            }
        }

        Report(Descriptors.UnterminatedString, start);
        return TokenKind.CutString;
    }

    private TokenKind SkipComment()
    {
        int start = _position;
        if (_text[start + 1] == '/')
        {
            while (_position < _text.Length && !SourceText.IsLineEnd(_text[_position]))
            {
                _position++;
            }

            return TokenKind.Comment;
        }

        int end = _text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end >= 0)
        {
            _position = end + 2;
            return TokenKind.Comment;
        }

        _position = _text.Length;
        _diagnostics.Report(Descriptors.UnterminatedComment, _map.Locate(new TextSpan(start, 2)));
        return TokenKind.Bad;
    }

    // A run of them is one mistake.
    private void SkipBad()
    {
        int start = _position;
        do
        {
            _position++;
        }
        while (_position < _text.Length && IsBad(_text[_position]));
        Report(Descriptors.UnexpectedCharacter, start, Show(start));
    }

    /// <summary>The character at <paramref name="position"/> for a message: in quotes where it can be seen, else by its number.</summary>
    private string Show(int position)
    {
        char c = _text[position];
        if (char.IsHighSurrogate(c) && position + 1 < _text.Length && char.IsLowSurrogate(_text[position + 1]))
        {
            return "U+" + char.ConvertToUtf32(c, _text[position + 1]).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
        }

        return c is > ' ' and < '\u007f'
            ? $"'{c}'"
            : "U+" + ((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Report(DiagnosticDescriptor descriptor, int start, params string[] arguments)
        => _diagnostics.Report(descriptor, _map.Locate(TextSpan.FromBounds(start, _position)), arguments);

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsWhiteSpace(char c)
        => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f' || (c >= 128 && (char.IsWhiteSpace(c) || c == '\uFEFF'));

    private static bool IsBad(char c)
        => !IsWhiteSpace(c) && !IdentifierCharacters.IsStart(c) && !IsDigit(c) && ";,:.{}()*/+%-|=!<>&\"".IndexOf(c) < 0;
}
