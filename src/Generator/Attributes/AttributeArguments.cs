using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using ExpressionSyntax = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>
/// One attribute in source: its arguments by name, as syntax of the language. What is wrong in them is added to the
/// diagnostics of the declaration that the attribute belongs to.
/// </summary>
internal sealed class AttributeArguments
{
    private readonly AttributeData _data;
    private readonly AttributeSyntax _syntax;
    private readonly List<LanguageDiagnostic> _diagnostics;

    public AttributeArguments(AttributeData data, AttributeSyntax syntax, List<LanguageDiagnostic> diagnostics)
    {
        _data = data;
        _syntax = syntax;
        _diagnostics = diagnostics;
        Location = SourceLocations.Of(syntax);
    }

    public SourceLocation Location { get; }

    /// <summary>The node that the attribute was put on.</summary>
    public SyntaxNode? Target => _syntax.Parent?.Parent;

    /// <summary>The attribute's name as a contextual word, placed where it stands.</summary>
    public NameSyntax Keyword(string word) => new(word, SourceLocations.Of(_syntax.Name));

    public bool Reads(AttributeData data) => ReferenceEquals(_data, data) || _data.ApplicationSyntaxReference?.Span == data.ApplicationSyntaxReference?.Span;

    public string? Text(string name) => Find(name)?.Value.Value as string;

    public bool Flag(string name) => Find(name)?.Value.Value is true;

    public long? Integer(string name) => Find(name)?.Value.Value is int value ? value : null;

    /// <summary>Where an argument stands, or the attribute where there is none.</summary>
    public SourceLocation LocationOf(string name) => Find(name) is { } argument ? SourceLocations.Of(argument.Syntax) : Location;

    /// <summary>A constant of an enum: its members' names in lower case are words of the language.</summary>
    public NameSyntax? Word(string name) => Find(name) is { Value.Value: not null } argument
        ? new NameSyntax(WordFor(argument.Value.Type!, Convert.ToInt64(argument.Value.Value)), SourceLocations.Of(argument.Syntax))
        : null;

    /// <summary>The words for the flags of an enum that are set.</summary>
    public NameSyntax[] Words(string name)
    {
        if (Find(name) is not { Value.Value: int bits } argument)
        {
            return [];
        }

        SourceLocation location = SourceLocations.Of(argument.Syntax);
        List<NameSyntax> words = [];
        for (int bit = 1; bit != 0; bit <<= 1)
        {
            if ((bits & bit) != 0)
            {
                words.Add(new NameSyntax(WordFor(argument.Value.Type!, bit), location));
            }
        }

        return [.. words];
    }

    /// <summary>A member of the topology's enum, given as a constant or by its name.</summary>
    public NameSyntax Member(string name)
    {
        if (Find(name) is not { } argument)
        {
            return new NameSyntax("", Location);
        }

        string member = argument.Value.Value switch
        {
            string text => text,
            null => "",
            _ when argument.Value.Type is { TypeKind: TypeKind.Enum } type => MemberName(type, Convert.ToInt64(argument.Value.Value)),
            object other => Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture),
        };
        return new NameSyntax(member, SourceLocations.Of(argument.Syntax));
    }

    /// <summary>The elements of a <c>params</c> array of integers.</summary>
    public NumberSyntax[] Integers(string name)
    {
        int parameter = ParameterIndex(name);
        if (parameter < 0 || parameter >= _data.ConstructorArguments.Length || _data.ConstructorArguments[parameter] is not { Kind: TypedConstantKind.Array, IsNull: false } array)
        {
            return [];
        }

        // In the expanded form each element is an argument of its own.
        ExpressionSyntax[] positional = [.. Positional().Skip(parameter).Select(argument => argument.Expression)];
        return [.. array.Values.Select((value, i) => NumberSyntax.OfInteger(
            value.Value is int number ? number : 0,
            positional.Length == array.Values.Length ? SourceLocations.Of(positional[i]) : Location))];
    }

    /// <summary>Parses the text of an argument; null where the argument is absent.</summary>
    public T? Parse<T>(string name, Func<string, SourceMap, Fragment<T>> parse)
        where T : Language.Syntax.SyntaxNode
    {
        return Find(name) is { Value.Value: string text } argument ? Parse(argument.Syntax, text, parse) : null;
    }

    /// <summary>Parses the text of an argument that must be there; null written for it is as good as an empty text, and as wrong.</summary>
    public T? ParseRequired<T>(string name, Func<string, SourceMap, Fragment<T>> parse)
        where T : Language.Syntax.SyntaxNode =>
        Find(name) is { } argument ? Parse(argument.Syntax, argument.Value.Value as string ?? "", parse) : null;

    private T? Parse<T>(SyntaxNode syntax, string text, Func<string, SourceMap, Fragment<T>> parse)
        where T : Language.Syntax.SyntaxNode
    {
        LiteralMap map = new(SourceLocations.Of(syntax), syntax.ToString(), text);
        Fragment<T> fragment = parse(text, map);
        _diagnostics.AddRange(fragment.Diagnostics);
        return fragment.Syntax;
    }

    /// <summary>A clause whose value is parsed; null where the argument is absent.</summary>
    public ClauseSyntax? Clause<T>(string keyword, string name, Func<string, SourceMap, Fragment<T>> parse)
        where T : ValueSyntax =>
        Parse(name, parse) is { } value ? Clause(keyword, value, LocationOf(name)) : null;

    /// <summary>A clause whose value is a word; null where the argument is absent.</summary>
    public ClauseSyntax? WordClause(string keyword, string name) =>
        Word(name) is { } word ? Clause(keyword, new WordSyntax(word), word.Location) : null;

    /// <summary>A clause whose value is a string as it is; null where the argument is absent.</summary>
    public ClauseSyntax? TextClause(string keyword, string name) =>
        Text(name) is { } text ? Clause(keyword, new StringSyntax(text, LocationOf(name)), LocationOf(name)) : null;

    /// <summary>A clause whose value is a number; null where the argument is absent.</summary>
    public ClauseSyntax? IntegerClause(string keyword, string name) =>
        Integer(name) is { } value ? Clause(keyword, NumberSyntax.OfInteger(value, LocationOf(name)), LocationOf(name)) : null;

    /// <summary>A clause without a value; null where the argument is absent or false.</summary>
    public ClauseSyntax? FlagClause(string keyword, string name) =>
        Flag(name) ? Clause(keyword, null, LocationOf(name)) : null;

    private static ClauseSyntax Clause(string keyword, ValueSyntax? value, SourceLocation location) =>
        new(new NameSyntax(keyword, location), value, location);

    private (TypedConstant Value, ExpressionSyntax Syntax)? Find(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> named in _data.NamedArguments)
        {
            if (named.Key == name && named.Value.Kind != TypedConstantKind.Error
                && Arguments().FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name) is { } syntax)
            {
                return (named.Value, syntax.Expression);
            }
        }

        int parameter = ParameterIndex(name);
        if (parameter < 0 || parameter >= _data.ConstructorArguments.Length || _data.ConstructorArguments[parameter].Kind is TypedConstantKind.Error or TypedConstantKind.Array)
        {
            return null;
        }

        AttributeArgumentSyntax? found = Arguments().FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)
            ?? Positional().ElementAtOrDefault(parameter);
        return found is null ? null : (_data.ConstructorArguments[parameter], found.Expression);
    }

    private int ParameterIndex(string name)
    {
        IMethodSymbol? constructor = _data.AttributeConstructor;
        for (int i = 0; i < constructor?.Parameters.Length; i++)
        {
            if (constructor.Parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private IEnumerable<AttributeArgumentSyntax> Arguments() => _syntax.ArgumentList?.Arguments ?? default(IEnumerable<AttributeArgumentSyntax>) ?? [];

    private IEnumerable<AttributeArgumentSyntax> Positional() => Arguments().Where(argument => argument.NameEquals is null && argument.NameColon is null);

    private static string WordFor(ITypeSymbol type, long value) => MemberName(type, value).ToLowerInvariant();

    /// <summary>The name of the member with this value, or the value where there is none.</summary>
    private static string MemberName(ITypeSymbol type, long value)
    {
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.HasConstantValue && Convert.ToInt64(field.ConstantValue) == value)
            {
                return field.Name;
            }
        }

        return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
