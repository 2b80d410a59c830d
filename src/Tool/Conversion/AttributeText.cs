using TierPolicy.Generator.Emission;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Tool.Conversion;

/// <summary>An attribute that is being written: <c>Demote("Fast", "Slow", When = "page.idle >= 2s")</c>.</summary>
/// <param name="name">With type arguments, if it has any.</param>
internal sealed class AttributeText(string name)
{
    private readonly List<string> _arguments = [];

    public override string ToString() => _arguments.Count == 0 ? name : $"{name}({string.Join(", ", _arguments)})";

    /// <summary>The attribute in brackets, on a line of its own.</summary>
    public string ToLine() => $"[{this}]";

    /// <summary>An argument as C#.</summary>
    public AttributeText Code(string code)
    {
        _arguments.Add(code);
        return this;
    }

    /// <summary>A string; null: none.</summary>
    public AttributeText Text(string? text) => text is null ? this : Code(CSharpText.Literal(text));

    /// <summary>A property as C#; null: none.</summary>
    public AttributeText Code(string property, string? code) => code is null ? this : Code($"{property} = {code}");

    /// <summary>A property that is a string; null: none.</summary>
    public AttributeText Text(string property, string? text) => text is null ? this : Code(property, CSharpText.Literal(text));

    /// <summary>The value of a clause, as the language writes it.</summary>
    public AttributeText Clause(string property, ClauseSyntax? clause)
        => Text(property, clause?.Value switch { null => null, StringSyntax text => text.Value, ValueSyntax value => SyntaxPrinter.Value(value) });
}
