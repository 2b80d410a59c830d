using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>A word, number, sign or comment of the text; what lies between tokens is white space.</summary>
public readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public TextSpan Span => new(Start, Length);
}

public enum TokenKind : byte
{
    /// <summary>The end of the text, of length 0.</summary>
    End,

    /// <summary>What is no token; reported when it was read.</summary>
    Bad,

    /// <summary><c>// …</c> without its line end, or <c>/* … */</c>.</summary>
    Comment,

    /// <summary>Names and the words of the language alike: words are contextual.</summary>
    Identifier,

    /// <summary>With its unit.</summary>
    Number,

    /// <summary>With its quotes.</summary>
    String,

    /// <summary>A string that its line cuts off, reported when it was read.</summary>
    CutString,

    Semicolon,
    Comma,
    Colon,
    Dot,
    OpenBrace,
    CloseBrace,
    OpenParenthesis,
    CloseParenthesis,
    Arrow,
    Bar,
    Star,
    Slash,
    Plus,
    Minus,
    EqualEqual,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    // Signs that the language does not have, but that hands used to C# write: known so that the message can help.
    Equal,
    AndAnd,
    OrOr,
    Exclamation,
    PercentSign,
}
