using System.Text;

namespace TierPolicy.Language.Text;

/// <summary>Reads C# string literals: regular, verbatim, and raw ones on one line. Interpolated ones are not literals.</summary>
internal static class CSharpStringLiteral
{
    /// <summary>Gives the value, and by character of it (and one more for the end) the offset in <paramref name="source"/>.</summary>
    public static bool TryRead(string source, out string? value, out int[]? offsets)
    {
        value = null;
        offsets = null;
        if (source.StartsWith("\"\"\"", StringComparison.Ordinal))
        {
            return TryReadRaw(source, out value, out offsets);
        }

        bool verbatim = source.StartsWith("@\"", StringComparison.Ordinal);
        int start = verbatim ? 2 : 1;
        if (source.Length < start + 1 || source[start - 1] != '"' || source[source.Length - 1] != '"')
        {
            return false;
        }

        int end = source.Length - 1;
        StringBuilder text = new();
        List<int> map = [];
        for (int i = start; i < end;)
        {
            int from = i;
            if (verbatim ? source[i] != '"' : source[i] is not ('\\' or '"'))
            {
                text.Append(source[i++]);
            }
            else if (verbatim && i + 1 < end && source[i + 1] == '"')
            {
                text.Append('"');
                i += 2;
            }
            else if (verbatim || source[i] == '"' || !TryReadEscape(source, end, ref i, text))
            {
                return false;
            }

            while (map.Count < text.Length)
            {
                map.Add(from);
            }
        }

        map.Add(end);
        value = text.ToString();
        offsets = [.. map];
        return true;
    }

    /// <summary>
    /// Reads the escape sequence at <paramref name="position"/> and moves past it. False for one that C# does not know: then
    /// <paramref name="position"/> is past what was looked at, by two characters at least where there are two.
    /// </summary>
    public static bool TryReadEscape(string text, int end, ref int position, StringBuilder value)
    {
        position++;
        if (position >= end)
        {
            return false;
        }

        char kind = text[position++];
        switch (kind)
        {
            case '\'' or '"' or '\\': value.Append(kind); return true;
            case '0': value.Append('\0'); return true;
            case 'a': value.Append('\a'); return true;
            case 'b': value.Append('\b'); return true;
            case 'e': value.Append('\u001b'); return true;
            case 'f': value.Append('\f'); return true;
            case 'n': value.Append('\n'); return true;
            case 'r': value.Append('\r'); return true;
            case 't': value.Append('\t'); return true;
            case 'v': value.Append('\v'); return true;
            case 'u': return TryReadHex(text, end, ref position, 4, 4, value);
            case 'U': return TryReadHex(text, end, ref position, 8, 8, value);
            case 'x': return TryReadHex(text, end, ref position, 1, 4, value);
            default: return false;
        }
    }

    private static bool TryReadHex(string text, int end, ref int position, int least, int most, StringBuilder value)
    {
        uint code = 0;
        int digits = 0;
        while (digits < most && position < end && HexDigit(text[position]) is >= 0 and int digit)
        {
            code = (code << 4) | (uint)digit;
            position++;
            digits++;
        }

        if (digits < least || code > 0x10FFFF)
        {
            return false;
        }

        if (code > 0xFFFF)
        {
            value.Append(char.ConvertFromUtf32((int)code));
        }
        else
        {
            // A lone surrogate may be written in C#, so it may here.
            value.Append((char)code);
        }

        return true;
    }

    private static int HexDigit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private static bool TryReadRaw(string source, out string? value, out int[]? offsets)
    {
        value = null;
        offsets = null;
        int quotes = 0;
        while (quotes < source.Length && source[quotes] == '"')
        {
            quotes++;
        }

        int length = source.Length - (2 * quotes);
        if (length <= 0 || source.IndexOfAny(['\n', '\r']) >= 0)
        {
            return false;
        }

        value = source.Substring(quotes, length);
        offsets = new int[length + 1];
        for (int i = 0; i <= length; i++)
        {
            offsets[i] = quotes + i;
        }

        return true;
    }
}
