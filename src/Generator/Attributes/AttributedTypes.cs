using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>Hands what the compiler found to the reader.</summary>
internal static class AttributedTypes
{
    /// <summary>All topologies that a compilation declares in C#, for those who have no pipeline that finds them.</summary>
    public static IEnumerable<SyntaxFile> ReadTopologies(Compilation compilation, CancellationToken cancellation)
    {
        if (compilation.GetTypeByMetadataName(AttributeNames.Topology) is not { } attribute)
        {
            yield break;
        }

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            EnumDeclarationSyntax[] enums = [.. tree.GetRoot(cancellation).DescendantNodes().OfType<EnumDeclarationSyntax>().Where(declaration => declaration.AttributeLists.Count > 0)];
            SemanticModel? model = enums.Length > 0 ? compilation.GetSemanticModel(tree) : null;
            foreach (EnumDeclarationSyntax declaration in enums)
            {
                if (model!.GetDeclaredSymbol(declaration, cancellation) is INamedTypeSymbol type
                    && type.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute)))
                {
                    yield return AttributeReader.ReadTopology(type, declaration, cancellation);
                }
            }
        }
    }

    public static SyntaxFile ReadTopology(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.ReadTopology((INamedTypeSymbol)context.TargetSymbol, (EnumDeclarationSyntax)context.TargetNode, cancellation);

    public static SyntaxFile ReadPolicy(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.ReadPolicy((INamedTypeSymbol)context.TargetSymbol, (TypeDeclarationSyntax)context.TargetNode, context.Attributes[0], cancellation);
}
