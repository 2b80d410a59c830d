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

    /// <summary>Whether a type may have <c>[TierPolicy&lt;T&gt;]</c>, as far as its syntax tells.</summary>
    public static bool MayBePolicy(SyntaxNode node, CancellationToken cancellation) =>
        node is TypeDeclarationSyntax type && (IsWritten(type, isGeneric: true) || !IsWritten(type, isGeneric: false));

    /// <summary>Whether a type may have <c>[TierPolicy("…")]</c>, as far as its syntax tells: the compiler would look up the one for the other, and bind it twice.</summary>
    public static bool MayBeNamedPolicy(SyntaxNode node, CancellationToken cancellation) =>
        node is TypeDeclarationSyntax type && (IsWritten(type, isGeneric: false) || !IsWritten(type, isGeneric: true));

    /// <summary>Whether the attribute stands there by its name; it may stand there by another.</summary>
    private static bool IsWritten(TypeDeclarationSyntax type, bool isGeneric)
    {
        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                Microsoft.CodeAnalysis.CSharp.Syntax.NameSyntax name = attribute.Name;
                while (name is QualifiedNameSyntax or AliasQualifiedNameSyntax)
                {
                    name = name is QualifiedNameSyntax qualified ? qualified.Right : ((AliasQualifiedNameSyntax)name).Name;
                }

                if (name is SimpleNameSyntax { Identifier.ValueText: "TierPolicy" or "TierPolicyAttribute" } simple && simple is GenericNameSyntax == isGeneric)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static SyntaxFile ReadTopology(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.ReadTopology((INamedTypeSymbol)context.TargetSymbol, (EnumDeclarationSyntax)context.TargetNode, cancellation);

    public static SyntaxFile ReadPolicy(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.ReadPolicy((INamedTypeSymbol)context.TargetSymbol, (TypeDeclarationSyntax)context.TargetNode, context.Attributes[0], cancellation);
}
