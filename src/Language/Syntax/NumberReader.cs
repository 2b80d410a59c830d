using System.Globalization;
using System.Numerics;
using System.Text;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>Works out what a number with its unit comes to, exactly.</summary>
internal static class NumberReader
{
    // No 64-bit quantity has more digits that count: 2^-40 TiB, a byte, has 40 of them behind the point.
    private const int MostDigits = 64;

    /// <param name="text">The number as the lexer cut it out.</param>
    /// <param name="location">Where it stands.</param>
    public static NumberSyntax Read(string text, SourceLocation location, DiagnosticBag diagnostics)
        => TryReadSmall(text, location) ?? ReadAny(text, location, diagnostics);

    /// <summary>What nearly all numbers are: a few digits and a unit.</summary>
    private static NumberSyntax? TryReadSmall(string text, SourceLocation location)
    {
        const int FewDigits = 9;
        long value = 0;
        int end = 0;
        while (end < text.Length && end < FewDigits && text[end] is >= '0' and <= '9')
        {
            value = (value * 10) + (text[end++] - '0');
        }

        if (end == text.Length)
        {
            return new NumberSyntax(NumberKind.Integer, value, text, location);
        }

        return Units.TryGet(text, end, out NumberKind kind, out long factor) && value <= long.MaxValue / factor
            ? new NumberSyntax(kind, value * factor, text, location)
            : null;
    }

    private static NumberSyntax ReadAny(string text, SourceLocation location, DiagnosticBag diagnostics)
    {
        int end = 0;
        while (end < text.Length && (text[end] is (>= '0' and <= '9') or '.' || IsInnerUnderscore(text, end)))
        {
            end++;
        }

        string unit = text.Substring(end);
        NumberKind kind = NumberKind.Integer;
        long factor = 1;
        if (unit.Length > 0 && !Units.TryGet(unit, out kind, out factor))
        {
            // Where the text is not text character by character (a constant in C#), the whole of it is the place.
            bool isLiteral = location.Span.Length == text.Length;
            SourceLocation unitLocation = !isLiteral ? location : location with
            {
                Span = TextSpan.FromBounds(location.Span.Start + end, location.Span.End),
                Column = location.Column + end,
            };
            diagnostics.ReportUnknown(Descriptors.UnknownUnit, unitLocation, [Shorten(unit)], unit, Units.All);
            return new NumberSyntax(NumberKind.Bad, 0, text, location);
        }

        (string digits, int fraction) = Digits(text, end);
        if (unit.Length == 0 && text.IndexOf('.') >= 0)
        {
            return new NumberSyntax(NumberKind.Decimal, 0, text, location);
        }

        if (digits.Length - fraction > MostDigits)
        {
            return TooLarge();
        }

        if (fraction > MostDigits)
        {
            return Inexact();
        }

        BigInteger scaled = digits.Length == 0 ? BigInteger.Zero : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * factor;
        BigInteger value = BigInteger.DivRem(scaled, BigInteger.Pow(10, fraction), out BigInteger rest);
        if (value > long.MaxValue)
        {
            return TooLarge();
        }

        return rest.IsZero ? new NumberSyntax(kind, (long)value, text, location) : Inexact();

        NumberSyntax TooLarge()
        {
            diagnostics.Report(Descriptors.NumberTooLarge, location, Shorten(text), Quantity.Show(kind, long.MaxValue));
            return new NumberSyntax(NumberKind.Bad, 0, text, location);
        }

        NumberSyntax Inexact()
        {
            diagnostics.Report(Descriptors.InexactNumber, location, Shorten(text), Quantity.SmallestUnit(kind));
            return new NumberSyntax(NumberKind.Bad, 0, text, location);
        }
    }

    /// <summary>The digits that count, and how many of them stand behind the point.</summary>
    private static (string Digits, int Fraction) Digits(string text, int end)
    {
        StringBuilder digits = new();
        int fraction = 0;
        bool behindPoint = false;
        for (int i = 0; i < end; i++)
        {
            char c = text[i];
            if (c == '.')
            {
                behindPoint = true;
            }
            else if (c != '_' && (c != '0' || digits.Length > 0 || behindPoint))
            {
                digits.Append(c);
                fraction += behindPoint ? 1 : 0;
            }
        }

        while (fraction > 0 && digits[digits.Length - 1] == '0')
        {
            digits.Length--;
            fraction--;
        }

        return (digits.ToString(), fraction);
    }

    private static bool IsInnerUnderscore(string text, int position)
    {
        if (text[position] != '_' || position == 0)
        {
            return false;
        }

        // The lexer has seen to it that a digit follows, or else the underscore begins the unit: the run is looked at from its first.
        if (text[position - 1] == '_')
        {
            return true;
        }

        int next = position;
        while (next < text.Length && text[next] == '_')
        {
            next++;
        }

        return next < text.Length && text[next] is >= '0' and <= '9';
    }

    internal static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 37) + "...";
}
