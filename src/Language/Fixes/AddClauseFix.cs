using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Adds a clause that a block must have, with a value to begin with.</summary>
internal sealed class AddClauseFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        string keyword = context.Diagnostic.Descriptor == Descriptors.MissingCapacity ? "capacity" : context.Diagnostic.Arguments[1];
        string clause = keyword == "path" ? "path \"swap\";" : $"{keyword} 1GiB;";
        SyntaxNode? block = context.Enclosing.LastOrDefault();
        IReadOnlyList<ClauseSyntax>? clauses = block switch
        {
            NodeSyntax node => node.Clauses,
            BackingSyntax backing => backing.Clauses,
            _ => null,
        };
        if (clauses is null)
        {
            yield break;
        }

        Token open = context.TokenFrom(context.Span.End, TokenKind.OpenBrace);
        yield return new Fix(
            $"Add '{clause}'",
            clauses.Count > 0 ? context.Text.AddBefore(clauses[0].Location.Span, clause) : context.Text.AddWithin(open.End, clause));
    }
}
