using System.Globalization;
using System.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>What identifiers are made of: the same as in C#, which knows the basic multilingual plane only.</summary>
internal static class IdentifierCharacters
{
    public static bool IsStart(char c) => c < 128
        ? c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_'
        : IsLetter(CharUnicodeInfo.GetUnicodeCategory(c));

    public static bool IsPart(char c)
    {
        if (c < 128)
        {
            return c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
        }

        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(c);
        return IsLetter(category)
            || category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
    }

    /// <summary>
    /// The identifier as C# compares it: formatting characters may stand in one but are no part of it. That also keeps
    /// bidirectional marks out of everything that is emitted.
    /// </summary>
    public static string Normalize(string identifier)
    {
        foreach (char c in identifier)
        {
            if (IsFormat(c))
            {
                StringBuilder kept = new(identifier.Length);
                foreach (char d in identifier)
                {
                    if (!IsFormat(d))
                    {
                        kept.Append(d);
                    }
                }

                return kept.ToString();
            }
        }

        return identifier;
    }

    private static bool IsFormat(char c) => c >= 128 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static bool IsLetter(UnicodeCategory category) => category is UnicodeCategory.UppercaseLetter
        or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;
}
