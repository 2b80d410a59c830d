using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Files;

/// <summary>Where the lines of a file begin: what its places are to Roslyn, which wants to know where they end.</summary>
internal sealed record LineTable(string Path, EquatableArray<int> Starts)
{
    public static LineTable Of(string path, Microsoft.CodeAnalysis.Text.SourceText text)
    {
        int[] starts = new int[text.Lines.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = text.Lines[i].Start;
        }

        return new LineTable(path, new EquatableArray<int>(starts));
    }

    public LinePosition PositionOf(int offset)
    {
        int first = 0;
        int last = Starts.Count - 1;
        while (first < last)
        {
            int middle = (first + last + 1) / 2;
            if (Starts[middle] <= offset)
            {
                first = middle;
            }
            else
            {
                last = middle - 1;
            }
        }

        return new LinePosition(first, offset - Starts[first]);
    }
}
