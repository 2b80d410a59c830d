using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>Takes away a statement that is there for nothing: a repeated clause, a rule that never matches, an empty tier.</summary>
internal sealed class RemoveStatementFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        (string what, TextSpan span)? statement = context.Enclosing.LastOrDefault() switch
        {
            RuleSyntax or PromoteSyntax or ProactiveSyntax => ("the rule", context.Enclosing[context.Enclosing.Count - 1].Location.Span),
            ClauseSyntax clause => ($"'{clause.Keyword.Text}'", clause.Location.Span),
            BackingSyntax block => ($"'{block.Keyword.Text}'", block.Location.Span),
            ReclaimSyntax reclaim => ("'reclaim'", reclaim.Location.Span),
            DistanceSyntax matrix => ("'distance'", matrix.Location.Span),
            TierSyntax tier => ($"the tier '{tier.Name.Text}'", tier.Location.Span),
            null => NamespaceAt(context),
            _ => null,
        };
        if (statement is { } found)
        {
            yield return new Fix($"Remove {found.what}", context.Text.Remove(found.span));
        }
    }

    /// <summary>It is no part of the tree, and its location is without the semicolon.</summary>
    private static (string, TextSpan)? NamespaceAt(FixContext context)
        => context.TokenFrom(context.Span.End, TokenKind.Semicolon) is { Kind: TokenKind.Semicolon } end
            ? ("the namespace", TextSpan.FromBounds(context.Span.Start, end.End))
            : null;
}
