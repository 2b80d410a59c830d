namespace TierPolicy.Language.Syntax;

/// <summary>
/// What a parser needs only while it reads: made once for each thread, not for each text, of which a project has hundreds, a condition in an
/// attribute being one.
/// </summary>
internal sealed class ParserScratch
{
    /// <summary>What a text of a megabyte needs is not kept for the next one.</summary>
    private const int MostKept = 1 << 14;

    [ThreadStatic]
    private static ParserScratch? _idle;

    private ParserScratch()
    {
    }

    public List<Token> Tokens { get; } = [];

    public WordCache Words { get; } = new();

    /// <summary>The operands of the chains that are being read, those of inner chains after those of outer ones.</summary>
    public List<ExpressionSyntax> Operands { get; } = [];

    /// <summary>Their operators.</summary>
    public List<BinaryOperatorSyntax> Operators { get; } = [];

    /// <summary>The names of the list that is being read.</summary>
    public List<NameSyntax> Names { get; } = [];

    /// <summary>The thread's own, or where a parser has that, another one.</summary>
    public static ParserScratch Take()
    {
        ParserScratch scratch = _idle ?? new ParserScratch();
        _idle = null;
        return scratch;
    }

    /// <summary>Gives it back: nothing of the text is in it any more.</summary>
    public void Return()
    {
        if (Tokens.Capacity > MostKept || Operands.Capacity > MostKept || Names.Capacity > MostKept)
        {
            return;
        }

        Tokens.Clear();
        Operands.Clear();
        Operators.Clear();
        Names.Clear();
        _idle = this;
    }
}
