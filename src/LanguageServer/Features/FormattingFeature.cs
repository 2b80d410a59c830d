using TierPolicy.Language.Fixes;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>Puts a document into shape, in its own kind of line ends.</summary>
internal static class FormattingFeature
{
    /// <summary>Null where the document has mistakes of form; nothing where it is in shape.</summary>
    public static IReadOnlyList<DocumentEdit>? Format(PolicyDocument document)
    {
        if (Formatter.Format(document.Syntax, document.Text) is not { } formatted)
        {
            return null;
        }

        string text = document.Text;
        string shaped = text.Contains("\r\n", StringComparison.Ordinal) ? formatted.ReplaceLineEndings("\r\n") : formatted;
        return text == shaped ? [] : EditWriter.Edits(document, [Difference(text, shaped)]);
    }

    /// <summary>One edit from the first character that differs to the last, so that the editor's cursor stays where it can.</summary>
    private static TextEdit Difference(string before, string after)
    {
        int start = before.AsSpan().CommonPrefixLength(after);
        int most = Math.Min(before.Length, after.Length) - start;
        int end = 0;
        while (end < most && before[before.Length - 1 - end] == after[after.Length - 1 - end])
        {
            end++;
        }

        // A pair of characters that belong together is not cut: CR LF, or the halves of one beyond the basic plane.
        while (start > 0 && (before[start - 1] == '\r' || char.IsHighSurrogate(before[start - 1])))
        {
            start--;
        }

        while (end > 0 && (before[^end] == '\n' || char.IsLowSurrogate(before[^end])))
        {
            end--;
        }

        return new TextEdit(TextSpan.FromBounds(start, before.Length - end), after[start..^end]);
    }
}
