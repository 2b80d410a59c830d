using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Takes away the steps after <c>none</c>.</summary>
internal sealed class EndChainFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Innermost<AssertSyntax>() is { } assert && assert.Steps.FirstOrDefault(step => step.Text == "none") is { } none)
        {
            yield return new Fix("Remove what follows 'none'", TextEdit.Remove(none.Location.Span.End, assert.Steps[assert.Steps.Count - 1].Location.Span.End));
        }
    }
}
