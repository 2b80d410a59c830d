using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>A mistake, and what a fix may look at to mend it.</summary>
internal sealed class FixContext
{
    private readonly SyntaxFile _file;
    private readonly BindingResult? _bound;
    private readonly Lazy<IReadOnlyList<Token>> _tokens;
    private readonly Lazy<SyntaxNode[]> _enclosing;
    private readonly Lazy<Policy?> _policy;

    public FixContext(Diagnostic diagnostic, SyntaxFile file, string text, BindingResult? bound)
    {
        Diagnostic = diagnostic;
        Text = new FixText(file.Path, text);
        _file = file;
        _bound = bound;
        _tokens = new(() => Lexer.Tokenize(file.Path, text));
        _enclosing = new(() => [.. FindEnclosing(file.Declarations)]);
        _policy = new(BindPolicy);
    }

    public Diagnostic Diagnostic { get; }

    public TextSpan Span => Diagnostic.Location.Span;

    public FixText Text { get; }

    /// <summary>All tokens of the file, comments included.</summary>
    public IReadOnlyList<Token> Tokens => _tokens.Value;

    /// <summary>The declaration, and then the members, the mistake is in, each within the one before.</summary>
    public IReadOnlyList<SyntaxNode> Enclosing => _enclosing.Value;

    /// <summary>The policy that the mistake is in, bound; null where it has errors, or the mistake is in none.</summary>
    public Policy? Policy => _policy.Value;

    /// <summary>The innermost thing of a type that the mistake is in.</summary>
    public T? Innermost<T>()
        where T : SyntaxNode
        => Enclosing.OfType<T>().LastOrDefault();

    /// <summary>The first token of a kind at or after a position; the end of the text where there is none.</summary>
    public Token TokenFrom(int position, TokenKind kind) => Tokens.First(token => token.Kind == TokenKind.End || (token.Start >= position && token.Kind == kind));

    private IEnumerable<SyntaxNode> FindEnclosing(IEnumerable<SyntaxNode> nodes)
    {
        SyntaxNode? around = nodes.FirstOrDefault(node => node.Location.Span.Start <= Span.Start && Span.End <= node.Location.Span.End);
        return around is null ? [] : [around, .. FindEnclosing(ChildrenOf(around))];
    }

    private static IEnumerable<SyntaxNode> ChildrenOf(SyntaxNode node) => node switch
    {
        DeclarationSyntax declaration => declaration.Members,
        TierSyntax tier => tier.Nodes,
        NodeSyntax inner => inner.Clauses,
        BackingSyntax backing => backing.Clauses,
        WatermarksSyntax watermarks => watermarks.Clauses,
        DomainSyntax domain => domain.Clauses,
        ExpectSyntax expect => expect.Facts,
        _ => [],
    };

    private Policy? BindPolicy() => Innermost<PolicySyntax>() is { } syntax
        ? (_bound ?? Binder.Bind([_file])).Policies.FirstOrDefault(policy => policy.Location == syntax.Name.Location)
        : null;
}
