using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Language.Fixes;

/// <summary>Silences a warning or an advice where it was given. An error cannot be silenced.</summary>
internal sealed class SilenceFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Diagnostic.Descriptor.Severity == DiagnosticSeverity.Error)
        {
            yield break;
        }

        // The comment speaks of the next statement, so it goes before the innermost one that has a line to itself; that does for those on it, too.
        if (context.Enclosing.LastOrDefault(node => context.Text.BeginsLine(node.Location.Span.Start)) is { } statement)
        {
            int start = context.Text.LineStart(statement.Location.Span.Start);
            string comment = $"{context.Text.IndentationAt(start)}// tierpolicy disable {context.Diagnostic.Id}{context.Text.LineEnd}";
            yield return new Fix($"Silence {context.Diagnostic.Id} with a comment", TextEdit.Insert(start, comment));
        }
    }
}
