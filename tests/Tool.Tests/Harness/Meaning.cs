using System.Collections;
using System.Reflection;
using System.Text;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>All that files mean, but for where and in which form it was written: two that mean the same give one text.</summary>
internal static class Meaning
{
    /// <summary>Of a tree. The white space between the tokens of a rule is its author's.</summary>
    public static string Of(SyntaxFile file)
    {
        StringBuilder text = new();
        Write(file.Declarations, "", text, keepsWhiteSpace: false);
        return text.ToString();
    }

    /// <summary>Of what was bound.</summary>
    public static string Of(BindingResult binding)
    {
        StringBuilder text = new();
        foreach (object declaration in binding.Topologies.Cast<object>().Concat(binding.Policies))
        {
            Write(declaration, "", text, keepsWhiteSpace: true);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(object? value, string name, StringBuilder text, bool keepsWhiteSpace)
    {
        switch (value)
        {
            case SourceLocation:
                break;
            case BinaryOperatorSyntax @operator:
                Write(@operator.Kind, name, text, keepsWhiteSpace);
                break;
            case bool when name == "IsDeclaredInCSharp":
                break;
            case string words when name == "Text" && !keepsWhiteSpace:
                text.Append(string.Concat(words.Where(c => !char.IsWhiteSpace(c)))).Append(' ');
                break;
            case null or string or Enum or ValueType and not IEnumerable:
                text.Append(name).Append('=').Append(value ?? "null").Append(' ');
                break;
            case IEnumerable items:
                text.Append(name).Append("=[ ");
                foreach (object? item in items)
                {
                    Write(item, "", text, keepsWhiteSpace);
                }

                text.Append("] ");
                break;
            default:
                text.Append(value.GetType().Name).Append("( ");
                foreach (PropertyInfo property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                {
                    Write(property.GetValue(value), property.Name, text, keepsWhiteSpace);
                }

                text.Append(") ");
                break;
        }
    }
}
