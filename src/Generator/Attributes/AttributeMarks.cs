using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>Tells by syntax alone which types may have the attributes of topologies and policies: those with such a name, or with one that a <c>using</c> made.</summary>
internal static class AttributeMarks
{
    /// <summary>All attributed enums and other types of a file, nested ones among them.</summary>
    public static IEnumerable<BaseTypeDeclarationSyntax> AttributedTypes(CompilationUnitSyntax unit)
    {
        Stack<MemberDeclarationSyntax> left = new();
        Push(unit.Members);
        while (left.Count > 0)
        {
            MemberDeclarationSyntax member = left.Pop();
            if (member is BaseTypeDeclarationSyntax { AttributeLists.Count: > 0 } type)
            {
                yield return type;
            }

            Push(member switch
            {
                BaseNamespaceDeclarationSyntax space => space.Members,
                TypeDeclarationSyntax outer => outer.Members,
                _ => default,
            });
        }

        // The first of them comes off first.
        void Push(SyntaxList<MemberDeclarationSyntax> members)
        {
            for (int i = members.Count - 1; i >= 0; i--)
            {
                if (members[i] is BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax)
                {
                    left.Push(members[i]);
                }
            }
        }
    }

    /// <summary>The names of a type's attributes, without what stands before the last dot.</summary>
    public static IEnumerable<string> NamesOf(BaseTypeDeclarationSyntax type)
    {
        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                Microsoft.CodeAnalysis.CSharp.Syntax.NameSyntax name = attribute.Name;
                while (name is not SimpleNameSyntax)
                {
                    name = name is QualifiedNameSyntax qualified ? qualified.Right : ((AliasQualifiedNameSyntax)name).Name;
                }

                yield return ((SimpleNameSyntax)name).Identifier.ValueText;
            }
        }
    }

    /// <summary>Whether an attribute of this name is one of ours, as far as no <c>using</c> says otherwise.</summary>
    public static bool IsOurs(string name) => name is "TierPolicy" or "TierPolicyAttribute" or "TierTopology" or "TierTopologyAttribute";
}
