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

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a name that was not given before. The same calls in the same order give the same names.</summary>
    public string Take(string @namespace, string name)
    {
        string full = @namespace.Length == 0 ? name : @namespace + "." + name;
        string plain = Plain(full);
        string stem = plain == full && plain.Length <= MaximalLength
            ? plain
            : plain.Substring(0, Math.Min(plain.Length, MaximalLength)) + "-" + Hash(full);

        string candidate = stem;
        for (int i = 2; !_taken.Add(candidate); i++)
        {
            candidate = stem + "-" + i.ToString(CultureInfo.InvariantCulture);
        }

        return candidate + ".g.cs";
    }

    private static string Plain(string text)
    {
        if (text.All(IsPlain))
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        foreach (char c in text)
        {
            plain.Append(IsPlain(c) ? c : '_');
        }

        return plain.ToString();
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
