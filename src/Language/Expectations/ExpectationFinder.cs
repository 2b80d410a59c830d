using TierPolicy.Language.Binding;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Expectations;

/// <summary>
/// Says what can stand at a position of a file, for completion, and for telling which meaning of a word is meant. It looks at the tokens
/// before the position, so the file may be as unfinished as it likes.
/// </summary>
public sealed class ExpectationFinder
{
    private readonly string _text;
    private readonly IReadOnlyList<Token> _statement;
    private readonly Block _block;

    /// <summary>Whether what does not fit, or is said already, counts as well.</summary>
    private readonly bool _takesMisplaced;

    private ExpectationFinder(string text, BlockReader reader, bool takesMisplaced)
    {
        _text = text;
        _statement = reader.Statement;
        _block = reader.Block;
        _takesMisplaced = takesMisplaced;
    }

    /// <summary>What can stand at a position.</summary>
    public static Expectation Find(string text, int position) => Find(text, Lexer.Tokenize("", text), position, takesMisplaced: false);

    /// <summary>The word of the language that stands at a position, and where it stands; null where there is none.</summary>
    public static (Word Word, TextSpan Span)? FindWord(string text, int position)
    {
        IReadOnlyList<Token> tokens = Lexer.Tokenize("", text);
        int first = tokens.Count;
        for (int i = 0; i < tokens.Count && tokens[i].Start <= position; i++)
        {
            if (position <= tokens[i].End && tokens[i].Kind is TokenKind.Identifier or TokenKind.Number or TokenKind.Dot)
            {
                first = i;
            }
        }

        if (first == tokens.Count)
        {
            return null;
        }

        int end = tokens[first].End;
        if (tokens[first].Kind == TokenKind.Number)
        {
            Expectation units = Find(text, tokens, end, takesMisplaced: true);
            return Named(units, text, units.Written);
        }

        // "page.idle" is one word, whichever part the position is in.
        for (int i = first + 1; i < tokens.Count && tokens[i].Kind is TokenKind.Identifier or TokenKind.Dot && tokens[i].Start == end; i++)
        {
            end = tokens[i].End;
        }

        while (first > 0 && tokens[first - 1].Kind is TokenKind.Identifier or TokenKind.Dot && tokens[first - 1].End == tokens[first].Start)
        {
            first--;
        }

        Expectation expectation = Find(text, tokens, tokens[first].Start, takesMisplaced: true);
        return Named(expectation, text, TextSpan.FromBounds(tokens[first].Start, end));
    }

    private static (Word Word, TextSpan Span)? Named(Expectation expectation, string text, TextSpan span)
    {
        string name = text.Substring(span.Start, span.Length);
        return expectation.Words.FirstOrDefault(word => word.Text == name) is { } found ? (found, span) : null;
    }

    private static Expectation Find(string text, IReadOnlyList<Token> all, int position, bool takesMisplaced)
    {
        if (all.Any(token => IsInside(text, token, position)))
        {
            return Expectation.Nothing;
        }

        List<Token> tokens = [.. all.Where(token => token.Kind is not (TokenKind.Comment or TokenKind.Bad or TokenKind.End))];
        int start = StartOfWritten(tokens, position, out Token? number);
        BlockReader reader = BlockReader.ReadTo(text, tokens, start);
        ExpectationFinder finder = new(text, reader, takesMisplaced);
        if (number is { } written)
        {
            int digits = written.Start;
            while (digits < written.End && (text[digits] is (>= '0' and <= '9') or '.' or '_'))
            {
                digits++;
            }

            return position < digits ? Expectation.Nothing : finder.Unit() with { Written = TextSpan.FromBounds(digits, position) };
        }

        Expectation expectation = finder.Find();
        int before = reader.Statement.Count == 0 ? start : reader.Statement[reader.Statement.Count - 1].End;
        if (reader.Statement.Count > 0 && reader.IsWhole(reader.Statement) && BlockReader.BeginsLine(text, before, start))
        {
            // The semicolon may be missing, or the statement goes on: who knows.
            expectation = expectation with { Words = [.. expectation.Words, .. finder.Clauses()] };
        }

        return expectation with { Written = TextSpan.FromBounds(start, position) };
    }

    /// <summary>Whether the position is in a comment or a string, where everything may be written.</summary>
    private static bool IsInside(string text, Token token, int position) => token.Kind switch
    {
        TokenKind.Comment => token.Start < position && (position < token.End || (position == token.End && text[token.Start + 1] == '/')),
        TokenKind.String => token.Start < position && position < token.End,
        TokenKind.CutString => token.Start < position && position <= token.End,
        _ => false,
    };

    /// <summary>Where the name begins that the position is in or behind, its dots included; the position itself where there is none.</summary>
    private static int StartOfWritten(List<Token> tokens, int position, out Token? number)
    {
        number = null;
        int index = tokens.FindLastIndex(token => token.Start < position);
        if (index < 0 || tokens[index].End < position)
        {
            return position;
        }

        if (tokens[index].Kind == TokenKind.Number)
        {
            number = tokens[index];
            return tokens[index].Start;
        }

        int start = position;
        while (index >= 0 && tokens[index].Kind is TokenKind.Identifier or TokenKind.Dot && tokens[index].End >= start)
        {
            start = tokens[index].Start;
            index--;
        }

        return start;
    }

    private Expectation Find()
    {
        if (_statement.Count == 0)
        {
            return new Expectation
            {
                Words = Clauses(),
                Names = _block.Kind switch
                {
                    BlockKind.Expect => NameKinds.Predicates,
                    BlockKind.Distance => NameKinds.Nodes,
                    _ => NameKinds.None,
                },
            };
        }

        return _block.Kind switch
        {
            BlockKind.File => InDeclaration(),
            BlockKind.Topology or BlockKind.Tier => InTopology(),
            BlockKind.Distance => new Expectation { Names = NameKinds.Nodes },
            BlockKind.Policy => InPolicy(),
            BlockKind.Domain when First == "nodes" => Nodes(After("nodes", TokenKind.Comma)),
            BlockKind.Unknown or BlockKind.ExpectTrace => Expectation.Nothing,
            _ when _statement.Count == 1 => Value(First),
            _ => Expectation.Nothing,
        };
    }

    /// <summary>The words that can begin a statement here: those that can be said once only if they are not.</summary>
    private Word[] Clauses()
    {
        if (_block.Clauses is not { } place)
        {
            return [];
        }

        return [.. WordTable.At(place).Where(word => _takesMisplaced || (!IsSaid(word) && Fits(word)))];

        bool IsSaid(Word word) => _block.Said.Contains(word.Text) && (_block.Kind switch
        {
            BlockKind.File => word.Text == "namespace",
            BlockKind.Topology => word.Text is not ("tier" or "node"),
            BlockKind.Tier => false,
            BlockKind.Policy => word.Text is "reclaim" or "order" or "aging" or "admission",
            _ => true,
        });

        bool Fits(Word word) => _block.Kind != BlockKind.Node
            || !Enum.TryParse(TextOf(_block.Header[_block.Header.Count - 1]), ignoreCase: true, out NodeKind kind)
            || NodeBinder.Fits(word.Text, kind);
    }

    private Expectation InDeclaration() => (First, _statement.Count, TextOf(Last)) switch
    {
        ("internal", 1, _) => Words(WordTable.At(WordPlace.File).Where(word => word.Text is "topology" or "policy")),
        (_, _, "on") when _statement.Count > 2 => new Expectation { Names = NameKinds.Topologies },
        ("policy", 2, _) or ("internal", 3, _) when _statement.Any(token => Is(token, "policy")) => Words(WordTable.At(WordPlace.PolicyHead)),
        _ => Expectation.Nothing,
    };

    private Expectation InTopology() => First switch
    {
        "node" when Last.Kind == TokenKind.Colon => Words(WordTable.At(WordPlace.NodeKind)),
        _ => Expectation.Nothing,
    };

    private Expectation InPolicy()
    {
        int when = LastIndexOf("when");
        if (when >= 0)
        {
            return Is(Last, "limit") ? Expectation.Nothing : Condition(when + 1);
        }

        bool isAtNodes = After(First, TokenKind.Comma, TokenKind.Arrow);
        switch (First)
        {
            case "reclaim":
                return Last.Kind == TokenKind.Bar || _statement.Count == 1 ? Words(WordTable.At(WordPlace.ReclaimMode)) : Expectation.Nothing;
            case "order" or "aging" or "admission":
                return _statement.Count == 1 ? Value(First) : Expectation.Nothing;
            case "watermarks":
                return Nodes(isAtNodes);
            case "keep" or "discard" when _statement.Count == 1:
                return Nodes(true) with { Words = [.. WordTable.At(WordPlace.When)] };
            case "keep" or "discard" or "demote" or "proactive" or "promote":
                return isAtNodes ? Nodes(true) : Words(RuleTail());
            case "assert":
                return InAssert();
            case "expect":
                return InExpect();
            default:
                return Expectation.Nothing;
        }
    }

    private IEnumerable<Word> RuleTail()
    {
        if (Is(Last, "limit"))
        {
            return [];
        }

        bool takesLimit = First is "promote" or "proactive";
        return takesLimit ? WordTable.At(WordPlace.When).Concat(WordTable.At(WordPlace.Limit)) : WordTable.At(WordPlace.When);
    }

    private Expectation InAssert()
    {
        bool isInParentheses = Has("offline") && !_statement.Any(token => token.Kind == TokenKind.CloseParenthesis);
        if (isInParentheses)
        {
            return Nodes(Last.Kind is TokenKind.OpenParenthesis or TokenKind.Comma);
        }

        return Last.Kind switch
        {
            TokenKind.Arrow => new Expectation { Names = NameKinds.Nodes, Words = [.. WordTable.At(WordPlace.None)] },
            TokenKind.Colon => new Expectation { Names = NameKinds.Nodes },
            _ when _statement.Count == 1 => new Expectation { Names = NameKinds.Nodes, Words = [.. WordTable.At(WordPlace.Offline)] },
            _ => Expectation.Nothing,
        };
    }

    private Expectation InExpect() => Last switch
    {
        _ when _statement.Count == 1 => new Expectation { Names = NameKinds.Nodes, Words = [.. WordTable.At(WordPlace.Trace)] },
        { Kind: TokenKind.Arrow } => Words(WordTable.At(WordPlace.Verdict)),
        _ when Is(Last, "demote") => new Expectation { Names = NameKinds.Nodes },
        _ => Expectation.Nothing,
    };

    private Expectation Condition(int start)
    {
        bool isAtStart = _statement.Count == start;
        if (!isAtStart && !IsOperator(Last) && Last.Kind != TokenKind.OpenParenthesis)
        {
            IEnumerable<Word> operators = WordTable.At(WordPlace.Operator);
            return Words(First is "promote" or "proactive" ? operators.Concat(WordTable.At(WordPlace.Limit)) : operators);
        }

        if (!isAtStart && IsComparison(Last))
        {
            return Compared();
        }

        bool isArgument = !isAtStart && Last.Kind == TokenKind.OpenParenthesis && _statement[_statement.Count - 2] is var before
            && before.Kind == TokenKind.Identifier && TextOf(before) is not ("when" or "and" or "or" or "not");
        return isArgument ? Expectation.Nothing : new Expectation
        {
            Words = [.. WordTable.At(WordPlace.Fact), .. WordTable.At(WordPlace.Not), .. WordTable.At(WordPlace.Truth)],
            Names = NameKinds.Predicates,
        };
    }

    /// <summary>What can stand behind a comparison: that is decided by what stands before it.</summary>
    private Expectation Compared() => FactBeforeComparison() switch
    {
        { Text: "page.kind" } => Words(WordTable.At(WordPlace.PageKind)),
        { Text: "page.domain" } => new Expectation { Names = NameKinds.Domains, Words = [.. WordTable.At(WordPlace.None)] },
        { Text: "page.dirty" } => Words(WordTable.At(WordPlace.Truth)),
        { Takes: { } number } => new Expectation { Number = number },
        _ => Expectation.Nothing,
    };

    private Word? FactBeforeComparison()
    {
        int comparison = _statement.Count - 1;
        while (comparison >= 0 && !IsComparison(_statement[comparison]))
        {
            comparison--;
        }

        int start = comparison;
        while (start > 0 && _statement[start - 1].Kind is TokenKind.Identifier or TokenKind.Dot)
        {
            start--;
        }

        if (start < 0 || start == comparison)
        {
            return null;
        }

        // "and page.idle": the words before the name run into it.
        string name = string.Concat(Enumerable.Range(start, comparison - start).Select(i => TextOf(_statement[i])));
        return WordTable.At(WordPlace.Fact).FirstOrDefault(fact => name.EndsWith(fact.Text, StringComparison.Ordinal));
    }

    /// <summary>The value of a clause that takes a word or a number.</summary>
    private Expectation Value(string keyword) => (_block.Kind, keyword) switch
    {
        (BlockKind.Node, "bind") => Words(WordTable.At(WordPlace.Bind)),
        (BlockKind.Node, "codec") => Words(WordTable.At(WordPlace.Codec)),
        (BlockKind.Policy, "order") => Words(WordTable.At(WordPlace.Order)),
        (BlockKind.Policy, "aging") => Words(WordTable.At(WordPlace.Aging)),
        (BlockKind.Policy, "admission") => Words(WordTable.At(WordPlace.Admission)),
        (BlockKind.Domain, "demotion") => Words(WordTable.At(WordPlace.DomainDemotion)),
        (BlockKind.Expect, "kind") => Words(WordTable.At(WordPlace.PageKind)),
        (BlockKind.Expect, "domain") => new Expectation { Names = NameKinds.Domains, Words = [.. WordTable.At(WordPlace.None)] },
        (BlockKind.Expect, _) when NumberOf(keyword) is null => Words(WordTable.At(WordPlace.Truth)),
        _ => new Expectation { Number = NumberOf(keyword) },
    };

    /// <summary>The units that a number at the position can carry.</summary>
    private Expectation Unit()
    {
        NumberKind? kind = _statement.Count == 0 ? null
            : Is(Last, "limit") && _block.Kind == BlockKind.Policy ? NumberKind.Rate
            : _block.Kind == BlockKind.Policy ? FactBeforeComparison()?.Takes
            : NumberOf(First);
        IEnumerable<Word> units = WordTable.At(WordPlace.Unit);
        return kind switch
        {
            NumberKind.Integer or NumberKind.Decimal => Expectation.Nothing,
            null when _block.Kind is BlockKind.Distance or BlockKind.Node => Expectation.Nothing,
            null => Words(units),

            // A watermark may be a size, too.
            NumberKind.Percent when _block.Kind == BlockKind.Watermarks => Words(units.Where(unit => unit.Takes is NumberKind.Percent or NumberKind.Size)),
            _ => Words(units.Where(unit => unit.Takes == kind)) with { Number = kind },
        };
    }

    private NumberKind? NumberOf(string keyword) => _block.Clauses is { } place ? WordTable.Find(place, keyword)?.Takes : null;

    private static Expectation Nodes(bool areExpected)
        => areExpected ? new Expectation { Names = NameKinds.Nodes | NameKinds.Tiers, TakesAll = true } : Expectation.Nothing;

    private static Expectation Words(IEnumerable<Word> words) => new() { Words = [.. words] };

    private string First => TextOf(_statement[0]);

    private Token Last => _statement[_statement.Count - 1];

    /// <summary>Whether the position is right behind the first word, which is <paramref name="first"/>, or behind one of these signs.</summary>
    private bool After(string first, params TokenKind[] signs) => (_statement.Count == 1 && First == first) || Array.IndexOf(signs, Last.Kind) >= 0;

    private bool Has(string word) => LastIndexOf(word) >= 0;

    private int LastIndexOf(string word)
    {
        for (int i = _statement.Count - 1; i > 0; i--)
        {
            if (Is(_statement[i], word))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsComparison(Token token)
        => token.Kind is TokenKind.EqualEqual or TokenKind.Equal or (>= TokenKind.NotEqual and <= TokenKind.GreaterOrEqual);

    private bool IsOperator(Token token) => IsComparison(token)
        || token.Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.Slash or TokenKind.AndAnd or TokenKind.OrOr or TokenKind.Exclamation
        || (token.Kind == TokenKind.Identifier && TextOf(token) is "and" or "or" or "not");

    private bool Is(Token token, string word) => token.Kind == TokenKind.Identifier && TextOf(token) == word;

    private string TextOf(Token token) => _text.Substring(token.Start, token.Length);
}
