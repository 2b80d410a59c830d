using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>A way out of a mistake: edits to the text of the file in which it was made.</summary>
/// <param name="Title">What it does, as a menu shows it: "Change 'Dramm0' to 'Dram0'".</param>
/// <param name="Edits">In the order of the text; they do not overlap.</param>
public sealed record Fix(string Title, EquatableArray<TextEdit> Edits)
{
    internal Fix(string title, params TextEdit[] edits)
        : this(title, new EquatableArray<TextEdit>(edits))
    {
    }

    /// <summary>The same for fixes that do the same in other places: all of a kind may be applied together.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The text after the fix.</summary>
    public string ApplyTo(string text)
    {
        System.Text.StringBuilder result = new(text.Length);
        int copied = 0;
        foreach (TextEdit edit in Edits)
        {
            result.Append(text, copied, edit.Span.Start - copied).Append(edit.NewText);
            copied = edit.Span.End;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}

/// <summary>Puts other text in place of a span.</summary>
public sealed record TextEdit(TextSpan Span, string NewText)
{
    /// <summary>Puts words in place of a span of a text, kept apart from the words around it: <c>!page.dirty</c> becomes <c>not page.dirty</c>.</summary>
    public static TextEdit Replace(string text, TextSpan span, string words)
    {
        // What is one word already, as a number and its unit, stays one.
        bool joinsBefore = span.Start > 0 && IsWord(text[span.Start - 1]) && IsWord(words[0]) && !IsWord(text[span.Start]);
        bool joinsAfter = span.End < text.Length && IsWord(words[words.Length - 1]) && IsWord(text[span.End]) && !IsWord(text[span.End - 1]);
        return new TextEdit(span, (joinsBefore ? " " : "") + words + (joinsAfter ? " " : ""));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    internal static TextEdit Insert(int position, string text) => new(new TextSpan(position, 0), text);

    internal static TextEdit Remove(int start, int end) => new(TextSpan.FromBounds(start, end), "");
}
