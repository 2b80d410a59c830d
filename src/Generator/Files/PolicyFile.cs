using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Files;

/// <summary>The first front end: a <c>.tierpolicy</c> file, parsed alone, before any compilation is seen.</summary>
/// <param name="Syntax">What it declares.</param>
/// <param name="LineStarts">Where its lines begin.</param>
internal sealed record PolicyFile(SyntaxFile Syntax, EquatableArray<int> LineStarts)
{
    private const string ItemGroup = "build_metadata.AdditionalFiles.SourceItemGroup";

    /// <summary>Whether a file came from the <c>TierPolicy</c> items of the project: its extension alone does not say so.</summary>
    public static bool IsPolicy(AdditionalText text, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(text).TryGetValue(ItemGroup, out string? group) && group == "TierPolicy";

    public static PolicyFile Parse(AdditionalText text, CancellationToken cancellation)
    {
        Microsoft.CodeAnalysis.Text.SourceText source = text.GetText(cancellation) ?? Microsoft.CodeAnalysis.Text.SourceText.From("");
        int[] lineStarts = new int[source.Lines.Count];
        for (int i = 0; i < lineStarts.Length; i++)
        {
            lineStarts[i] = source.Lines[i].Start;
        }

        return new PolicyFile(Parser.ParseFile(text.Path, source.ToString(), cancellation), new EquatableArray<int>(lineStarts));
    }

    public LinePosition PositionOf(int offset)
    {
        int first = 0;
        int last = LineStarts.Count - 1;
        while (first < last)
        {
            int middle = (first + last + 1) / 2;
            if (LineStarts[middle] <= offset)
            {
                first = middle;
            }
            else
            {
                last = middle - 1;
            }
        }

        return new LinePosition(first, offset - LineStarts[first]);
    }
}
