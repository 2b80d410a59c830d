using System.Collections;
using System.Reflection;
using System.Text;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>All that a tree says, but for where it stands: two trees of one meaning give one text.</summary>
internal static class SyntaxText
{
    public static string Of(SyntaxFile file)
    {
        StringBuilder text = new();
        Write(file.Declarations, "", text);
        return text.ToString();
    }

    private static void Write(object? value, string name, StringBuilder text)
    {
        switch (value)
        {
            // The rule as written keeps the white space that the author put between tokens.
            case string words when name == "Text":
                text.Append(string.Concat(words.Where(c => !char.IsWhiteSpace(c)))).Append(' ');
                break;
            case null or string or Enum or ValueType and not IEnumerable:
                text.Append(value ?? "null").Append(' ');
                break;
            case SourceLocation:
                break;
            case IEnumerable items:
                text.Append("[ ");
                foreach (object? item in items)
                {
                    Write(item, "", text);
                }

                text.Append("] ");
                break;
            default:
                text.Append(value.GetType().Name).Append("( ");
                foreach (PropertyInfo property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                {
                    Write(property.GetValue(value), property.Name, text);
                }

                text.Append(") ");
                break;
        }
    }
}
