using System.Collections;
using System.Reflection;
using System.Text;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>All that files mean, but for where and in which form it was written: two that mean the same give one text.</summary>
internal static class Meaning
{
    public static string Of(BindingResult binding)
    {
        StringBuilder text = new();
        foreach (object declaration in binding.Topologies.Cast<object>().Concat(binding.Policies))
        {
            Write(declaration, "", text);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(object? value, string name, StringBuilder text)
    {
        switch (value)
        {
            case SourceLocation:
                break;
            case bool when name == "IsDeclaredInCSharp":
                break;
            case null or string or Enum or ValueType and not IEnumerable:
                text.Append(name).Append('=').Append(value ?? "null").Append(' ');
                break;
            case IEnumerable items:
                text.Append(name).Append("=[ ");
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
