using TierPolicy.Language.Text;

namespace TierPolicy.Language.Fixes;

/// <summary>A way out of a mistake: edits to the text of the file in which it was made.</summary>
/// <param name="Title">What it does, as a menu shows it: "Change 'Dramm0' to 'Dram0'".</param>
/// <param name="Edits">In the order of the text; they do not overlap.</param>
public sealed record Fix(string Title, EquatableArray<TextEdit> Edits)
{
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
public sealed record TextEdit(TextSpan Span, string NewText);
