using System.Globalization;
using Spectre.Console;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Reports;

/// <summary>The line of a place, and how to point at it.</summary>
/// <param name="LineNumber">From 1.</param>
/// <param name="Line">The line; of a very long one the part around the place.</param>
/// <param name="Underline">White space up to the place, then carets.</param>
internal sealed record Excerpt(int LineNumber, string Line, string Underline)
{
    private const int Longest = 160;
    private const int Before = 60;
    private const string Cut = "…";
    private const string Tab = "    ";
    private const string Replacement = "\uFFFD";

    public static Excerpt Of(SourceText source, SourceLocation place)
    {
        string line = source.LineText(place.Line);
        int start = Math.Min(place.Column, line.Length);

        // A place of several lines is underlined up to the end of its first; one between two characters gets one caret.
        int length = Math.Max(1, Math.Min(place.Span.Length, line.Length - start));
        if (line.Length > Longest)
        {
            int from = Math.Max(0, start - Before);
            string part = line.Substring(from, Math.Min(Longest, line.Length - from));
            string head = from > 0 ? Cut : "";
            line = head + part + (from + part.Length < line.Length ? Cut : "");
            start += head.Length - from;
            length = Math.Max(1, Math.Min(length, line.Length - start));
        }

        string before = Visible(line[..start]);
        string under = Visible(line.Substring(start, Math.Min(length, line.Length - start)));
        string after = Visible(line[(start + Math.Min(length, line.Length - start))..]);
        string underline = new string(' ', before.GetCellWidth()) + new string('^', Math.Max(1, under.GetCellWidth()));
        return new Excerpt(place.Line + 1, before + under + after, underline);
    }

    /// <summary>
    /// The text as a terminal can show it: control and formatting characters could make it show something else than what stands
    /// there, and a tab would not be as wide in the line as under it.
    /// </summary>
    public static string Visible(string text)
        => string.Concat(text.Select(c => c == '\t' ? Tab : IsInvisible(c) ? Replacement : c.ToString()));

    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
