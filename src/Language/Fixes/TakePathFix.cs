using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>Makes a false <c>assert</c> say what is so.</summary>
internal sealed class TakePathFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Innermost<AssertSyntax>() is { Steps.Count: > 0 } assert)
        {
            string path = context.Diagnostic.Arguments[0];
            TextSpan steps = TextSpan.FromBounds(assert.Steps[0].Location.Span.Start, assert.Steps[assert.Steps.Count - 1].Location.Span.End);
            yield return new Fix($"Assert '{path}'", new TextEdit(steps, path));
        }
    }
}
