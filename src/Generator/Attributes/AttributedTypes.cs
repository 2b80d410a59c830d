using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>Finds out which types are topologies and policies, and hands them to the reader.</summary>
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

    /// <summary>A topology or policy, read; null where the type is neither: its attributes are another's of the same name.</summary>
    public static SyntaxFile? Read(BaseTypeDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol type)
        {
            return null;
        }

        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { ContainingNamespace: { Name: AttributeNames.Namespace, ContainingNamespace.IsGlobalNamespace: true }, ContainingType: null } known
                || attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent != declaration)
            {
                continue;
            }

            switch (declaration, known.MetadataName)
            {
                case (EnumDeclarationSyntax enumeration, "TierTopologyAttribute"):
                    return AttributeReader.ReadTopology(type, enumeration, cancellation);
                case (TypeDeclarationSyntax policy, "TierPolicyAttribute" or "TierPolicyAttribute`1"):
                    return AttributeReader.ReadPolicy(type, policy, attribute, cancellation);
            }
        }

        return null;
    }
}
