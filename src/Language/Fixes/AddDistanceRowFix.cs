using System.Text;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Adds the row of the matrix that the header asks for: the same both ways where the other way is given, 20 where it is not.</summary>
internal sealed class AddDistanceRowFix : FixKind
{
    public override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Innermost<DistanceSyntax>() is not { Rows.Count: > 0 } matrix)
        {
            yield break;
        }

        string source = context.Diagnostic.Arguments[0];
        int column = matrix.Header.Select(name => name.Text).ToList().IndexOf(source);
        DistanceRowSyntax last = matrix.Rows[matrix.Rows.Count - 1];
        int start = last.Location.Span.Start;
        StringBuilder row = new(source);
        for (int i = 0; i < matrix.Header.Count; i++)
        {
            string entry = i == column ? "10" : Mirrored(matrix, matrix.Header[i].Text, column) ?? "20";

            // Under the entry of the row before.
            int end = i < last.Entries.Count ? last.Entries[i].Location.Span.End - start : 0;
            row.Append(' ', Math.Max(1, end - row.Length - entry.Length)).Append(entry);
        }

        yield return new Fix($"Add a row for '{source}'", context.Text.AddAfter(last.Location.Span, row.ToString()));
    }

    private static string? Mirrored(DistanceSyntax matrix, string source, int column)
        => matrix.Rows.FirstOrDefault(row => row.Source.Text == source) is { } row && column < row.Entries.Count ? row.Entries[column].Text : null;
}
