using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>
/// Turns text from a policy into C# that can mean nothing but that text. Characters that do not show, or that could turn the
/// reading direction around, are always written as escapes.
/// </summary>
internal static class CSharpText
{
    /// <summary>An identifier of a member, with <c>@</c> where it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>
    /// An identifier of a type: contextual keywords and names in lower case get an <c>@</c> too, since the compiler warns of
    /// types that may become keywords.
    /// </summary>
    public static string TypeName(string name)
    {
        foreach (char c in name)
        {
            if (c is < 'a' or > 'z')
            {
                return Identifier(name);
            }
        }

        return "@" + name;
    }

    /// <summary>A dotted name.</summary>
    public static string QualifiedName(string name) =>
        name.IndexOf('.') < 0 ? Identifier(name) : string.Join(".", name.Split('.').Select(Identifier));

    /// <summary>A string literal, or <c>null</c>.</summary>
    public static string Literal(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        if (IsPlain(text))
        {
            return "\"" + text + "\"";
        }

        StringBuilder literal = new("\"", text.Length + 2);
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else
            {
                VisibleText.AppendTo(literal, c);
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text for a comment that ends with its line.</summary>
    public static string Comment(string text) => VisibleText.Escape(text);

    /// <summary>Text for a documentation comment.</summary>
    public static string Documentation(string text) =>
        Comment(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>Whether a path can stand between the quotes of a <c>#line</c> directive, which knows no escapes.</summary>
    public static bool FitsDirective(string path)
    {
        foreach (char c in path)
        {
            if (c == '"' || !VisibleText.IsVisible(c))
            {
                return false;
            }
        }

        return path.Length > 0;
    }

    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Mask(ulong value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture) + "UL";

    /// <summary>Whether there is nothing to be done: nothing that does not show, and nothing that has a meaning in a literal.</summary>
    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' or '"' or '\\')
            {
                return false;
            }
        }

        return true;
    }
}
