using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <summary>
/// The second front end: reads an attributed enum or struct as the syntax that a <c>.tierpolicy</c> file would have given.
/// From there on the two forms are one. What comes out holds no symbol and no node.
/// </summary>
internal sealed partial class AttributeReader
{
    private readonly INamedTypeSymbol _type;
    private readonly List<LanguageDiagnostic> _diagnostics = [];
    private readonly CancellationToken _cancellation;

    private AttributeReader(INamedTypeSymbol type, CancellationToken cancellation)
    {
        _type = type;
        _cancellation = cancellation;
    }

    /// <summary>An attribute with the name of its class without "Attribute".</summary>
    public readonly record struct NamedAttribute(string Name, AttributeArguments Arguments);

    /// <summary>The attributes of this project on a symbol, in the order in which they stand.</summary>
    public static IEnumerable<NamedAttribute> AttributesOf(ISymbol symbol, CancellationToken cancellation) => AttributesOf(symbol, [], cancellation);

    private IEnumerable<NamedAttribute> AttributesOf(ISymbol symbol) => AttributesOf(symbol, _diagnostics, _cancellation);

    private static IEnumerable<NamedAttribute> AttributesOf(ISymbol symbol, List<LanguageDiagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (attribute.AttributeClass is { ContainingNamespace: { Name: AttributeNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } type
                && attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax)
            {
                string name = type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - "Attribute".Length) : type.Name;
                yield return new NamedAttribute(name, new AttributeArguments(attribute, syntax, diagnostics));
            }
        }
    }

    private void Report(LanguageDescriptor descriptor, SourceLocation location, params string[] arguments) =>
        _diagnostics.Add(LanguageDiagnostic.Create(descriptor, location, arguments));

    private bool HasErrors => _diagnostics.Any(diagnostic => diagnostic.Severity == Language.Diagnostics.DiagnosticSeverity.Error);

    private SyntaxFile File(string path, DeclarationSyntax? declaration) => new()
    {
        Path = path,
        Declarations = declaration is null ? default : new([declaration]),
        Diagnostics = _diagnostics.OrderBy(diagnostic => diagnostic.Location.Span.Start).ToEquatableArray(),
    };

    /// <summary>The namespace, and the types around a nested type, with dots.</summary>
    private static string NamespaceOf(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => NamespaceOf(outer) is { Length: > 0 } prefix ? $"{prefix}.{outer.Name}" : outer.Name,
        { ContainingNamespace: { IsGlobalNamespace: false } space } => space.ToDisplayString(PlainNames),
        _ => "",
    };

    private static readonly SymbolDisplayFormat PlainNames = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static NameSyntax NameOf(BaseTypeDeclarationSyntax declaration) =>
        new(declaration.Identifier.ValueText, SourceLocations.Of(declaration.Identifier));
}
