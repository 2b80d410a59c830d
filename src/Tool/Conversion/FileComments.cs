using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Conversion;

/// <summary>
/// The comments of a <c>.tierpolicy</c> file, each with the statement that it speaks of: the one behind which it stands on its line, else
/// the next one of the same block.
/// </summary>
internal sealed class FileComments
{
    private readonly string _text;
    private readonly SourceText _lines;
    private readonly SyntaxFile _file;
    private readonly Dictionary<TextSpan, StatementComments> _ofStatements = [];
    private readonly Dictionary<TextSpan, List<Comment>> _atEnds = [];

    public FileComments(SyntaxFile file, string text)
    {
        _text = text;
        _file = file;
        _lines = new SourceText(file.Path, text);
        Queue<Comment> ahead = new(Lexer.Tokenize(file.Path, text).Where(token => token.Kind == TokenKind.Comment).Select(Read));
        Head = TakeHead(ahead);
        foreach (DeclarationSyntax declaration in file.Declarations)
        {
            TextSpan whole = declaration.Location.Span;
            _ofStatements[whole] = new StatementComments(TakeBefore(ahead, whole.Start), [], false);
            AddStatements(ahead, [.. StatementsOf(declaration)], whole.End);
            _atEnds[whole] = TakeBefore(ahead, whole.End);
        }

        Tail = [.. ahead];
    }

    /// <summary>Those at the top that speak of the file.</summary>
    public IReadOnlyList<Comment> Head { get; }

    /// <summary>Those after the last declaration.</summary>
    public IReadOnlyList<Comment> Tail { get; }

    public StatementComments Of(SyntaxNode statement) => _ofStatements[statement.Location.Span];

    /// <summary>Those between the last statement of a declaration and its closing brace.</summary>
    public IReadOnlyList<Comment> AtEndOf(DeclarationSyntax declaration) => _atEnds[declaration.Location.Span];

    /// <summary>What becomes an attribute or a member: nodes rather than their tiers.</summary>
    private static IEnumerable<SyntaxNode> StatementsOf(DeclarationSyntax declaration)
        => declaration.Members.SelectMany(member => member is TierSyntax tier ? tier.Nodes : (IEnumerable<SyntaxNode>)[member]);

    private List<Comment> TakeHead(Queue<Comment> ahead)
    {
        Token first = Lexer.Tokenize(_file.Path, _text).FirstOrDefault(token => token.Kind is not TokenKind.Comment);
        bool startsWithNamespace = _text.AsSpan(first.Start, first.Length) is "namespace";
        List<Comment> before = TakeBefore(ahead, first.Start);
        if (startsWithNamespace)
        {
            return before;
        }

        // Without a namespace, an empty line parts what speaks of the file from what speaks of its first declaration.
        int end = before.Count;
        int next = first.Start;
        while (end > 0 && !HasEmptyLine(before[end - 1].Span.End, next))
        {
            end--;
            next = before[end].Span.Start;
        }

        Comment[] others = [.. before.Skip(end), .. ahead];
        ahead.Clear();
        foreach (Comment comment in others)
        {
            ahead.Enqueue(comment);
        }

        return before[..end];
    }

    private void AddStatements(Queue<Comment> ahead, SyntaxNode[] statements, int end)
    {
        // A comment that silences speaks of what comes after it, wherever it stands.
        List<Comment> held = [];
        for (int i = 0; i < statements.Length; i++)
        {
            TextSpan span = statements[i].Location.Span;
            List<Comment> leading = [.. held, .. TakeBefore(ahead, span.Start)];
            held = [];
            int previousEnd = i == 0 ? span.Start : statements[i - 1].Location.Span.End;
            int start = leading.Count > 0 ? Math.Min(leading[0].Span.Start, span.Start) : span.Start;
            bool afterEmptyLine = i > 0 && HasEmptyLine(previousEnd, start);
            List<Comment> within = TakeBefore(ahead, span.End);
            held.AddRange(within.Where(comment => comment.Silences is not null));
            leading.AddRange(within.Where(comment => comment.Silences is null));

            List<Comment> trailing = [];
            int next = i + 1 < statements.Length ? statements[i + 1].Location.Span.Start : end;
            int line = _lines.LineAt(span.End);
            while (ahead.TryPeek(out Comment? comment) && comment.Span.Start < next && _lines.LineAt(comment.Span.Start) == line)
            {
                ahead.Dequeue();
                if (comment.Silences is null)
                {
                    trailing.Add(comment);
                }
                else
                {
                    held.Add(comment);
                }
            }

            _ofStatements[span] = new StatementComments(leading, trailing, afterEmptyLine);
        }
    }

    private Comment Read(Token token) => new(
        token.Span,
        _text.Substring(token.Start, token.Length),
        _file.Disabled.FirstOrDefault(directive => directive.Span.Start == token.Start && directive.Ids.Count > 0 && directive.Span.End > token.End));

    private static List<Comment> TakeBefore(Queue<Comment> ahead, int position)
    {
        List<Comment> taken = [];
        while (ahead.TryPeek(out Comment? comment) && comment.Span.Start < position)
        {
            taken.Add(ahead.Dequeue());
        }

        return taken;
    }

    private bool HasEmptyLine(int from, int to) => _lines.LineAt(to) - _lines.LineAt(Math.Min(from, to)) > 1;
}

/// <summary>A comment of a file.</summary>
/// <param name="Text">With its slashes.</param>
/// <param name="Silences">Where it is a <c>tierpolicy disable</c>, what it silences.</param>
internal sealed record Comment(TextSpan Span, string Text, DisableDirective? Silences);

/// <summary>The comments that speak of one statement.</summary>
/// <param name="AfterEmptyLine">Whether an empty line sets the statement off from the one before.</param>
internal sealed record StatementComments(IReadOnlyList<Comment> Leading, IReadOnlyList<Comment> Trailing, bool AfterEmptyLine);
