using TierPolicy.Language.Text;

namespace TierPolicy.Language.Formatting;

/// <summary>The white space that was there.</summary>
internal static class Spaces
{
    /// <summary>How many lines end in a stretch of the text.</summary>
    public static int LineEnds(string text, int start, int end)
    {
        int ends = 0;
        for (int i = start; i < end; i++)
        {
            bool isFirstOfTwo = text[i] == '\r' && i + 1 < end && text[i + 1] == '\n';
            ends += SourceText.IsLineEnd(text[i]) && !isFirstOfTwo ? 1 : 0;
        }

        return ends;
    }
}
