using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Expectations;

/// <summary>
/// Follows the blocks and statements of a text by its tokens, up to a position. Unlike the parser it always has an answer: at the position the
/// text is being written, so it is seldom whole.
/// </summary>
internal sealed class BlockReader
{
    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly Stack<Block> _open = new();
    private List<Token> _statement = [];

    private BlockReader(string text, List<Token> tokens)
    {
        _text = text;
        _tokens = tokens;
        _open.Push(new Block(BlockKind.File, []));
    }

    /// <summary>The innermost block around the position.</summary>
    public Block Block { get; private set; } = null!;

    /// <summary>The tokens of the statement that the position is in, those before it.</summary>
    public IReadOnlyList<Token> Statement { get; private set; } = [];

    /// <param name="text">The whole text.</param>
    /// <param name="tokens">Its tokens, without comments.</param>
    /// <param name="position">Where to stop: tokens that begin there or later belong to what follows.</param>
    public static BlockReader ReadTo(string text, List<Token> tokens, int position)
    {
        BlockReader reader = new(text, tokens);
        reader.Read(position);
        return reader;
    }

    private void Read(int position)
    {
        int next = 0;
        for (; next < _tokens.Count && _tokens[next].Start < position; next++)
        {
            Pass(next);
        }

        Block = _open.Peek();
        Statement = _statement;
        _statement = [.. _statement];

        // What the rest of the block says counts as said, too.
        while (next < _tokens.Count && _open.Contains(Block))
        {
            Pass(next++);
        }
    }

    private void Pass(int index)
    {
        Token token = _tokens[index];
        switch (token.Kind)
        {
            case TokenKind.Semicolon:
                _statement = [];
                break;
            case TokenKind.OpenBrace:
                _open.Push(new Block(KindOf(_open.Peek().Kind), _statement));
                _statement = [];
                break;
            case TokenKind.CloseBrace:
                Close(token);
                break;
            default:
                if (token.Kind == TokenKind.Identifier && BeginsLine(index))
                {
                    Recover(index);
                }

                if (_statement.Count == 0)
                {
                    _open.Peek().Said.Add(TextOf(token));
                }

                _statement.Add(token);
                break;
        }
    }

    private void Close(Token brace)
    {
        List<Token> statement = [];
        if (_open.Count > 1)
        {
            Block closed = _open.Pop();

            // "expect NODE { … } -> VERDICT;" goes on behind its block.
            statement = closed.Kind == BlockKind.Expect ? [.. closed.Header, brace] : statement;
        }

        _statement = statement;
    }

    /// <summary>At the beginning of a line: a brace or a semicolon before it may be missing.</summary>
    private void Recover(int index)
    {
        string word = TextOf(_tokens[index]);
        bool isNamed = index + 1 < _tokens.Count && _tokens[index + 1].Kind == TokenKind.Identifier;
        bool isDeclaration = word is "topology" or "policy" && isNamed;
        bool isInternal = word == "internal" && isNamed && TextOf(_tokens[index + 1]) is "topology" or "policy";
        if (isDeclaration || isInternal)
        {
            bool isAfterInternal = _statement.Count == 1 && TextOf(_statement[0]) == "internal";
            PopWhile(kind => kind != BlockKind.File);
            _statement = isAfterInternal ? _statement : [];
            return;
        }

        if (isNamed && word is "tier" or "node")
        {
            PopWhile(kind => kind is BlockKind.Node or BlockKind.Swap or BlockKind.Store || (word == "tier" && kind == BlockKind.Tier));
        }

        Block block = _open.Peek();
        if (_statement.Count > 0 && IsWhole(_statement) && block.Clauses is { } place && WordTable.Find(place, word) is not null)
        {
            _statement = [];
        }
    }

    private void PopWhile(Func<BlockKind, bool> condition)
    {
        while (_open.Count > 1 && condition(_open.Peek().Kind))
        {
            _open.Pop();
            _statement = [];
        }
    }

    /// <summary>Whether a statement could end here: what comes next may be another one whose semicolon was forgotten.</summary>
    public bool IsWhole(IReadOnlyList<Token> statement)
    {
        Token last = statement[statement.Count - 1];
        return last.Kind switch
        {
            TokenKind.Identifier => TextOf(last) is not ("when" or "and" or "or" or "not" or "on" or "limit"),
            TokenKind.Number or TokenKind.String or TokenKind.CutString or TokenKind.Star or TokenKind.CloseParenthesis => true,
            _ => false,
        };
    }

    private BlockKind KindOf(BlockKind outer)
    {
        string first = _statement.Count == 0 ? "" : TextOf(_statement[0]);
        if (outer == BlockKind.File && first == "internal" && _statement.Count > 1)
        {
            first = TextOf(_statement[1]);
        }

        return (outer, first) switch
        {
            (BlockKind.File, "topology") => BlockKind.Topology,
            (BlockKind.File, "policy") => BlockKind.Policy,
            (BlockKind.Topology, "tier") => BlockKind.Tier,
            (BlockKind.Topology or BlockKind.Tier, "node") => BlockKind.Node,
            (BlockKind.Topology, "swap") => BlockKind.Swap,
            (BlockKind.Topology, "store") => BlockKind.Store,
            (BlockKind.Topology, "distance") => BlockKind.Distance,
            (BlockKind.Policy, "watermarks") => BlockKind.Watermarks,
            (BlockKind.Policy, "domain") => BlockKind.Domain,
            (BlockKind.Policy, "expect") => _statement.Count > 2 && TextOf(_statement[1]) == "trace" ? BlockKind.ExpectTrace : BlockKind.Expect,
            _ => BlockKind.Unknown,
        };
    }

    /// <summary>Whether a line end lies before the token.</summary>
    private bool BeginsLine(int index) => BeginsLine(_text, index == 0 ? 0 : _tokens[index - 1].End, _tokens[index].Start);

    public static bool BeginsLine(string text, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (SourceText.IsLineEnd(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private string TextOf(Token token) => _text.Substring(token.Start, token.Length);
}
