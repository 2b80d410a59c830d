using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Takes a name out of a list that has others.</summary>
internal sealed class RemoveNameFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        Token[] tokens = [.. context.Tokens.Where(token => token.Kind != TokenKind.Comment)];
        int name = Array.FindIndex(tokens, token => token.Start == context.Span.Start);
        if (name <= 0)
        {
            yield break;
        }

        string title = $"Remove '{context.Text.Of(context.Span)}'";
        if (tokens[name - 1].Kind == TokenKind.Comma)
        {
            yield return new Fix(title, TextEdit.Remove(tokens[name - 2].End, context.Span.End));
        }
        else if (tokens[name + 1].Kind == TokenKind.Comma)
        {
            yield return new Fix(title, TextEdit.Remove(context.Span.Start, tokens[name + 2].Start));
        }
    }
}
