using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TierPolicy.Tool.Conversion;

/// <summary>
/// What stays in C# when the topologies and policies of a file have moved to a <c>.tierpolicy</c> file: the enums go, for they are
/// generated again; of the structs what the program added to them, the predicates above all; and all other code.
/// </summary>
internal sealed class RemainingCSharp : CSharpSyntaxRewriter
{
    private readonly CSharpFile _file;
    private readonly HashSet<SyntaxNode> _topologies;
    private readonly HashSet<SyntaxNode> _policies;

    private RemainingCSharp(CSharpFile file)
    {
        _file = file;
        _topologies = [.. file.Types.Select(type => type.Syntax).OfType<EnumDeclarationSyntax>()];
        _policies = [.. file.Types.Select(type => type.Syntax).OfType<TypeDeclarationSyntax>()];
    }

    /// <summary>The text of the file; null where nothing remains.</summary>
    public static string? Of(CSharpFile file)
    {
        CompilationUnitSyntax rest = (CompilationUnitSyntax)new RemainingCSharp(file).Visit(file.Tree.GetRoot());
        return rest.Members.Count == 0 && rest.AttributeLists.Count == 0 ? null : rest.ToFullString();
    }

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => _topologies.Contains(node) ? null : base.VisitEnumDeclaration(node);

    public override SyntaxNode? VisitStructDeclaration(StructDeclarationSyntax node)
    {
        if (!_policies.Contains(node))
        {
            return base.VisitStructDeclaration(node);
        }

        StructDeclarationSyntax rest = (StructDeclarationSyntax)WithoutRules(node);
        return rest.Members.Count == 0 && rest.AttributeLists.Count == 0 && rest.BaseList is null
            ? null
            : rest.WithMembers([.. node.Members.Select(member => member is MethodDeclarationSyntax ? WithoutRules(member) : member)]);
    }

    public override SyntaxNode? VisitFileScopedNamespaceDeclaration(FileScopedNamespaceDeclarationSyntax node)
        => base.VisitFileScopedNamespaceDeclaration(node) is FileScopedNamespaceDeclarationSyntax { Members.Count: > 0 } rest ? rest : null;

    public override SyntaxNode? VisitNamespaceDeclaration(NamespaceDeclarationSyntax node)
        => base.VisitNamespaceDeclaration(node) is NamespaceDeclarationSyntax { Members.Count: > 0 } rest ? rest : null;

    /// <summary>Without the attributes of the runtime; what stood before them stands before what is left.</summary>
    private MemberDeclarationSyntax WithoutRules(MemberDeclarationSyntax member)
    {
        SyntaxList<AttributeListSyntax> kept = [.. member.AttributeLists
            .Select(list => list.WithAttributes([.. list.Attributes.Where(attribute => !_file.IsRuntimeAttribute(attribute))]))
            .Where(list => list.Attributes.Count > 0)];
        return kept.Count == member.AttributeLists.Count && kept.Zip(member.AttributeLists).All(pair => pair.First.Attributes.Count == pair.Second.Attributes.Count)
            ? member
            : member.WithAttributeLists(kept).WithLeadingTrivia(member.GetLeadingTrivia());
    }
}
