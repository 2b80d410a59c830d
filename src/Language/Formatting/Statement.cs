using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Formatting;

/// <summary>A statement as the formatter sees it: words up to a semicolon, or words and a block. Or a comment that stands alone.</summary>
internal sealed class Statement
{
    /// <summary>What stands before the block, or the whole statement with its semicolon; comments within it included.</summary>
    public List<Token> Head { get; } = [];

    /// <summary>Null for a statement without a block.</summary>
    public List<Statement>? Block { get; set; }

    /// <summary>What stands between the braces of a distance matrix, which is no list of statements.</summary>
    public List<Token>? Matrix { get; set; }

    /// <summary>What follows the block: the verdict of an <c>expect</c>.</summary>
    public List<Token> Tail { get; } = [];

    /// <summary>Comments behind the statement, on its last line.</summary>
    public List<Token> Trailing { get; } = [];

    /// <summary>The author set it off from what is before.</summary>
    public bool HasBlankLineBefore { get; init; }

    public bool IsComment => Head[0].Kind == TokenKind.Comment;
}
