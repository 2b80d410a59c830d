using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <content>A struct with <c>[TierPolicy]</c>.</content>
internal sealed partial class AttributeReader
{
    /// <param name="type">The struct.</param>
    /// <param name="declaration">The part of it that has the attribute: all rules stand there.</param>
    /// <param name="attribute">The attribute, in either form.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static SyntaxFile ReadPolicy(INamedTypeSymbol type, TypeDeclarationSyntax declaration, AttributeData attribute, CancellationToken cancellation) =>
        new AttributeReader(type, cancellation).ReadPolicy(declaration, attribute);

    private SyntaxFile ReadPolicy(TypeDeclarationSyntax declaration, AttributeData attribute)
    {
        string path = declaration.SyntaxTree.FilePath;
        NameSyntax name = NameOf(declaration);
        if (ShapeMistake(declaration) is { } mistake)
        {
            // Any part that is added to it would be one more error.
            Report(Descriptors.PolicyShape, name.Location, name.Text, mistake);
            return File(path, null);
        }

        List<MemberSyntax> members = [];
        NameSyntax topology = new("", name.Location);
        int topologies = 0;
        foreach ((string keyword, AttributeArguments arguments) in AttributesOf(_type))
        {
            if (keyword == "TierPolicy")
            {
                topologies++;
                if (arguments.Reads(attribute))
                {
                    topology = TopologyOf(attribute, arguments);
                    ReadSettings(arguments, members);
                }
            }
            else if (arguments.Target != declaration)
            {
                Report(Descriptors.RuleInOtherPart, arguments.Location, name.Text);
            }
            else if (new PolicyMemberReader(arguments, null).Read(keyword) is { } member)
            {
                members.Add(member);
            }
        }

        if (topologies > 1)
        {
            Report(Descriptors.TwoTopologies, name.Location, name.Text);
            return File(path, null);
        }

        foreach (IMethodSymbol method in _type.GetMembers().OfType<IMethodSymbol>())
        {
            ReadMethod(method, declaration, members);
        }

        return File(path, new PolicySyntax(SourceLocations.Of(declaration))
        {
            Name = name,
            Namespace = NamespaceOf(_type),
            Topology = topology,
            IsInternal = _type.DeclaredAccessibility != Accessibility.Public,
            IsDeclaredInCSharp = true,
            HasErrors = HasErrors,
            Members = members.ToEquatableArray(),
        });
    }

    /// <summary>All that is wrong with the struct's shape, so that it is mended in one go; null where it is right.</summary>
    private string? ShapeMistake(TypeDeclarationSyntax declaration)
    {
        if (declaration is not StructDeclarationSyntax || _type.IsRecord)
        {
            return "it is no plain struct";
        }

        (bool Is, string What)[] mistakes =
        [
            (!_type.IsReadOnly, "not readonly"),
            (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword), "not partial"),
            (_type.ContainingType is { IsGenericType: false }, "nested"),
            (_type.ContainingType is { IsGenericType: true }, "nested in a generic type"),
            (_type.TypeParameters.Length > 0, "generic"),
            (_type.IsRefLikeType, "a ref struct"),
            (_type.IsFileLocal, "local to its file"),
        ];
        string[] found = [.. mistakes.Where(mistake => mistake.Is).Select(mistake => mistake.What)];
        return found.Length switch
        {
            0 => null,
            1 => "it is " + found[0],
            _ => "it is " + string.Join(", ", found.Take(found.Length - 1)) + " and " + found[found.Length - 1],
        };
    }

    /// <summary>The topology, by its full name where C# knows it, and as written where it is yet to be made from a file.</summary>
    private static NameSyntax TopologyOf(AttributeData attribute, AttributeArguments arguments)
    {
        if (attribute.AttributeClass is not { TypeArguments: [var argument] })
        {
            return arguments.ParseRequired("topology", Parser.ParseName) ?? new NameSyntax("", arguments.Location);
        }

        TypeSyntax? written = (attribute.ApplicationSyntaxReference!.GetSyntax() as AttributeSyntax)?.Name
            .DescendantNodesAndSelf().OfType<GenericNameSyntax>().LastOrDefault()?.TypeArgumentList.Arguments.FirstOrDefault();
        SourceLocation location = written is null ? arguments.Location : SourceLocations.Of(written);
        if (argument is INamedTypeSymbol { TypeKind: not TypeKind.Error } known)
        {
            string space = NamespaceOf(known);
            return new NameSyntax(space.Length == 0 ? known.Name : $"{space}.{known.Name}", location);
        }

        string[] names = [.. written?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(part => part.Identifier.ValueText).Where(part => part != "global") ?? []];
        return new NameSyntax(string.Join(".", names), location);
    }

    private static void ReadSettings(AttributeArguments arguments, List<MemberSyntax> members)
    {
        if (arguments.Words("Reclaim") is { Length: > 0 } modes)
        {
            members.Add(new ReclaimSyntax(modes.ToEquatableArray(), arguments.LocationOf("Reclaim")));
        }

        ClauseSyntax?[] clauses = [arguments.WordClause("order", "Order"), arguments.WordClause("aging", "Aging"), arguments.WordClause("admission", "Admission")];
        members.AddRange(clauses.OfType<ClauseSyntax>());
    }

    /// <summary>A method with a rule attribute is short for a rule whose condition is that predicate.</summary>
    private void ReadMethod(IMethodSymbol method, TypeDeclarationSyntax declaration, List<MemberSyntax> members)
    {
        foreach ((string keyword, AttributeArguments arguments) in AttributesOf(method))
        {
            if (arguments.Target is not MethodDeclarationSyntax syntax)
            {
                continue;
            }

            NameSyntax name = new(method.Name, SourceLocations.Of(syntax.Identifier));
            if (syntax.Parent != declaration)
            {
                Report(Descriptors.RuleInOtherPart, arguments.Location, _type.Name);
            }
            else if (!IsPredicate(method))
            {
                Report(Descriptors.PredicateShape, name.Location, method.Name);
            }
            else if (new PolicyMemberReader(arguments, PredicateSyntax.OfMethod(name)).Read(keyword) is { } member)
            {
                members.Add(member);
            }
        }
    }

    private static bool IsPredicate(IMethodSymbol method) =>
        method is { IsStatic: true, IsGenericMethod: false, ReturnType.SpecialType: SpecialType.System_Boolean, RefKind: RefKind.None }
        && method.Parameters is [{ RefKind: RefKind.In or RefKind.RefReadOnlyParameter, Type: { Name: "PageInfo", ContainingNamespace.Name: AttributeNames.Namespace } }];
}
