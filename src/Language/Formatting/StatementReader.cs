using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Formatting;

/// <summary>
/// Groups the tokens of a file without mistakes of form into statements. Blocks alone decide: there are three levels of them at most,
/// so that recursion is safe.
/// </summary>
internal sealed class StatementReader(string text, IReadOnlyList<Token> tokens)
{
    private int _next;

    private Token Current => tokens[_next];

    public List<Statement> ReadFile() => ReadStatements();

    private List<Statement> ReadStatements()
    {
        List<Statement> statements = [];
        while (Current.Kind is not (TokenKind.End or TokenKind.CloseBrace))
        {
            statements.Add(ReadStatement(isFirst: statements.Count == 0));
        }

        return statements;
    }

    private Statement ReadStatement(bool isFirst)
    {
        Statement statement = new() { HasBlankLineBefore = !isFirst && LineEndsBefore(_next) > 1 };
        if (Current.Kind == TokenKind.Comment)
        {
            statement.Head.Add(Take());
        }
        else
        {
            ReadHead(statement);
        }

        while (Current.Kind == TokenKind.Comment && LineEndsBefore(_next) == 0)
        {
            statement.Trailing.Add(Take());
        }

        return statement;
    }

    private void ReadHead(Statement statement)
    {
        while (Current.Kind is not (TokenKind.Semicolon or TokenKind.OpenBrace))
        {
            statement.Head.Add(Take());
        }

        if (Current.Kind == TokenKind.Semicolon)
        {
            statement.Head.Add(Take());
            return;
        }

        Take();
        if (Is(statement.Head[0], "distance"))
        {
            statement.Matrix = [];
            while (Current.Kind != TokenKind.CloseBrace)
            {
                statement.Matrix.Add(Take());
            }
        }
        else
        {
            statement.Block = ReadStatements();
        }

        Take();
        if (HasTail())
        {
            do
            {
                statement.Tail.Add(Take());
            }
            while (statement.Tail[^1].Kind != TokenKind.Semicolon);
        }
    }

    /// <summary>Whether the statement goes on after its block: no other one begins with an arrow or is a mere semicolon.</summary>
    private bool HasTail()
    {
        int next = _next;
        while (tokens[next].Kind == TokenKind.Comment)
        {
            next++;
        }

        return tokens[next].Kind is TokenKind.Arrow or TokenKind.Semicolon;
    }

    private Token Take() => tokens[_next++];

    private bool Is(Token token, string word)
        => token.Length == word.Length && string.CompareOrdinal(text, token.Start, word, 0, word.Length) == 0;

    private int LineEndsBefore(int token) => Spaces.LineEnds(text, token == 0 ? 0 : tokens[token - 1].End, tokens[token].Start);
}
