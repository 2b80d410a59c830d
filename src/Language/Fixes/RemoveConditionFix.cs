using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Takes away a condition that every page meets; of a <c>proactive</c> rule, which must have one, it is made short.</summary>
internal sealed class RemoveConditionFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Enclosing.LastOrDefault() is ProactiveSyntax)
        {
            yield return new Fix("Change the condition to 'true'", new TextEdit(context.Span, "true"));
            yield break;
        }

        // 'when' stands before the condition, and something before 'when'.
        Token[] before = [.. context.Tokens.Where(token => token.Kind != TokenKind.Comment && token.End <= context.Span.Start)];
        if (before.Length >= 2 && context.Text.Of(before[before.Length - 1].Span) == "when")
        {
            yield return new Fix("Remove the condition", TextEdit.Remove(before[before.Length - 2].End, context.Span.End));
        }
    }
}
