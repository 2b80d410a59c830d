using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>Makes <c>a &lt; b and b &lt; c</c> of <c>a &lt; b &lt; c</c>.</summary>
internal sealed class SplitComparisonFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        Token[] before = [.. context.Tokens.Where(token => token.Kind != TokenKind.Comment && token.End <= context.Span.Start)];
        int first = Array.FindLastIndex(before, token => token.Kind is >= TokenKind.EqualEqual and <= TokenKind.GreaterOrEqual or TokenKind.Equal);
        int left = first < 0 ? -1 : Array.FindLastIndex(before, first, token => Opens(context, token));

        // 'not' would hold for the first half only.
        if (first < 0 || first == before.Length - 1 || left < 0 || context.Text.Of(before[left].Span) is not ("when" or "and" or "or" or "("))
        {
            yield break;
        }

        string middle = context.Text.Of(TextSpan.FromBounds(before[first + 1].Start, before[before.Length - 1].End));
        yield return new Fix($"Compare '{middle}' twice, joined with 'and'", TextEdit.Insert(before[before.Length - 1].End, $" and {middle}"));
    }

    private static bool Opens(FixContext context, Token token)
        => token.Kind == TokenKind.OpenParenthesis || (token.Kind == TokenKind.Identifier && context.Text.Of(token.Span) is "when" or "and" or "or" or "not");
}
