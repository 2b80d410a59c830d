using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TierPolicy.CodeFixes.Attributes;

/// <summary>What an attribute is called where it is used.</summary>
internal static class AttributeNaming
{
    /// <summary>Whether an attribute is this one, by its last name, with "Attribute" or without.</summary>
    public static bool Is(AttributeSyntax attribute, string name)
    {
        string written = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return written == name || written == name + "Attribute";
    }
}
