using System.Text.RegularExpressions;

namespace TierPolicy.Language.Fixes;

/// <summary>Says which of several topologies of one name is meant: one fix each.</summary>
internal sealed class QualifyNameFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context) => Regex.Matches(context.Diagnostic.Arguments[1], "'([^']+)'")
        .Cast<Match>()
        .Select(match => match.Groups[1].Value)
        .Where(name => name.IndexOf('.') >= 0)
        .Select(name => new Fix($"Change '{context.Text.Of(context.Span)}' to '{name}'", new TextEdit(context.Span, name)) { Kind = name });
}
