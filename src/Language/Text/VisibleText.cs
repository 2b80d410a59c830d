using System.Globalization;
using System.Text;

namespace TierPolicy.Language.Text;

/// <summary>
/// Text from a policy that is shown, or written into other text: characters that do not show, that end a line, or that could turn the reading
/// direction around are written as escapes.
/// </summary>
public static class VisibleText
{
    public static string Escape(string text)
    {
        foreach (char c in text)
        {
            if (!IsVisible(c))
            {
                StringBuilder escaped = new(text.Length + 8);
                foreach (char any in text)
                {
                    AppendTo(escaped, any);
                }

                return escaped.ToString();
            }
        }

        return text;
    }

    public static void AppendTo(StringBuilder builder, char c)
    {
        if (IsVisible(c))
        {
            builder.Append(c);
        }
        else
        {
            builder.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    public static bool IsVisible(char c) => c is >= ' ' and <= '~' || CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark);
}
