using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <summary>A file of C#, as far as its syntax tells.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Outline">What other files can know of it.</param>
/// <param name="HasMarks">A type in it has an attribute that is called as ours are, or by a name that the file itself gave.</param>
/// <param name="Attributes">What the attributes of its types are called, where none is called so.</param>
internal sealed record CSharpFile(SyntaxTree Tree, Outline Outline, bool HasMarks, EquatableArray<string> Attributes)
{
    public static CSharpFile Read(SyntaxTree tree, CancellationToken cancellation)
    {
        CompilationUnitSyntax unit = ((CSharpSyntaxTree)tree).GetCompilationUnitRoot(cancellation);
        string[] attributes = [.. AttributeMarks.AttributedTypes(unit).SelectMany(AttributeMarks.NamesOf).Distinct()];
        bool hasMarks = attributes.Length > 0 && (attributes.Any(AttributeMarks.IsOurs) || attributes.Intersect(AliasesIn(unit)).Any());
        return new CSharpFile(tree, Outline.Of(unit), hasMarks, hasMarks ? default : new(attributes));
    }

    /// <summary>Whether a type in it may be one of ours, in a project with these aliases.</summary>
    public bool MayDeclare(EquatableArray<string> globalAliases) => HasMarks || (globalAliases.Count > 0 && Attributes.Intersect(globalAliases).Any());

    /// <summary>The types that may be ours.</summary>
    public IEnumerable<BaseTypeDeclarationSyntax> Candidates(EquatableArray<string> globalAliases, CancellationToken cancellation)
    {
        CompilationUnitSyntax unit = ((CSharpSyntaxTree)Tree).GetCompilationUnitRoot(cancellation);
        HashSet<string> aliases = new(AliasesIn(unit).Concat(globalAliases), StringComparer.Ordinal);
        return AttributeMarks.AttributedTypes(unit).Where(type => AttributeMarks.NamesOf(type).Any(name => AttributeMarks.IsOurs(name) || aliases.Contains(name)));
    }

    private static IEnumerable<string> AliasesIn(CompilationUnitSyntax unit) => unit
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<UsingDirectiveSyntax>()
        .Where(@using => @using.Alias is not null)
        .Select(@using => @using.Alias!.Name.Identifier.ValueText);
}
