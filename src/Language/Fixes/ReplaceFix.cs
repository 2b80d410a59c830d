namespace TierPolicy.Language.Fixes;

/// <summary>Takes what the diagnostic itself proposes: did-you-mean, <c>and</c> for <c>&amp;&amp;</c>, <c>2s</c> for <c>2 s</c>.</summary>
internal sealed class ReplaceFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Diagnostic.Replacement is { } replacement)
        {
            yield return new Fix($"Change '{context.Text.Of(context.Span)}' to '{replacement}'", context.Text.Replace(context.Span, replacement));
        }
    }
}
