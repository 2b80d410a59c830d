using System.Globalization;
using System.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>
/// Names the files that are added to a compilation: of bounded length, of characters that every file system has, and unique
/// without regard to case.
/// </summary>
internal sealed class HintNames
{
    private const int MaximalLength = 120;
    private const string Extension = ".g.cs";

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name that a file has if no other has it: of the file alone, and so found once.</summary>
    public static string Of(string @namespace, string name)
    {
        string full = @namespace.Length == 0 ? name : @namespace + "." + name;
        string plain = Plain(full);
        string stem = plain == full && plain.Length <= MaximalLength
            ? plain
            : plain.Substring(0, Math.Min(plain.Length, MaximalLength)) + "-" + Hash(full);

        return stem + Extension;
    }

    /// <summary>Gives a name that was not given before. The same calls in the same order give the same names.</summary>
    /// <param name="name">That of <see cref="Of"/>.</param>
    public string Take(string name)
    {
        string candidate = name;
        for (int i = 2; !_taken.Add(candidate); i++)
        {
            candidate = name.Substring(0, name.Length - Extension.Length) + "-" + i.ToString(CultureInfo.InvariantCulture) + Extension;
        }

        return candidate;
    }

    private static string Plain(string text)
    {
        StringBuilder? plain = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsPlain(text[i]))
            {
                plain ??= new StringBuilder(text);
                plain[i] = '_';
            }
        }

        return plain?.ToString() ?? text;
    }

    private static bool IsPlain(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '_';

    /// <summary>FNV-1a: <see cref="string.GetHashCode()"/> differs from run to run.</summary>
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
