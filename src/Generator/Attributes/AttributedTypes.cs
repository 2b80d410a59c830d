using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>Hands what the compiler found to the reader.</summary>
internal static class AttributedTypes
{
    public static SyntaxFile ReadTopology(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.ReadTopology((INamedTypeSymbol)context.TargetSymbol, (EnumDeclarationSyntax)context.TargetNode, cancellation);

    public static SyntaxFile ReadPolicy(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.ReadPolicy((INamedTypeSymbol)context.TargetSymbol, (TypeDeclarationSyntax)context.TargetNode, context.Attributes[0], cancellation);
}
