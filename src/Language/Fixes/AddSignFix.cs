namespace TierPolicy.Language.Fixes;

/// <summary>Adds the semicolon that a statement ends with.</summary>
internal sealed class AddSignFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Diagnostic is { Arguments: ["';'", ..], Location.Span: { Length: 0 } place })
        {
            yield return new Fix("Add ';'", TextEdit.Insert(place.Start, ";"));
        }
    }
}
