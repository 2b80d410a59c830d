using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Turns demotion on: <c>reclaim … | migrate;</c></summary>
internal sealed class AddModeFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Innermost<ReclaimSyntax>() is { } reclaim)
        {
            NameSyntax last = reclaim.Modes[reclaim.Modes.Count - 1];
            yield return new Fix("Add 'migrate' to 'reclaim'", TextEdit.Insert(last.Location.Span.End, " | migrate"));
        }
        else if (context.Innermost<PolicySyntax>() is { Members: [var first, ..] })
        {
            const string Clause = "reclaim migrate;";
            yield return new Fix($"Add '{Clause}'", context.Text.AddBefore(first.Location.Span, Clause));
        }
    }
}
