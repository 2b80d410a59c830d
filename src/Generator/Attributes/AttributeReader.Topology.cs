using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <content>An enum with <c>[TierTopology]</c>.</content>
internal sealed partial class AttributeReader
{
    public static SyntaxFile ReadTopology(INamedTypeSymbol type, EnumDeclarationSyntax declaration, CancellationToken cancellation) =>
        new AttributeReader(type, cancellation).ReadTopology(declaration);

    private SyntaxFile ReadTopology(EnumDeclarationSyntax declaration)
    {
        IFieldSymbol[] fields = [.. _type.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst)];
        List<MemberSyntax> members = [];
        List<(NameSyntax Source, NameSyntax Target, NumberSyntax Value, SourceLocation Location)> distances = [];
        foreach ((string name, AttributeArguments arguments) in AttributesOf(_type))
        {
            switch (name)
            {
                case "TierTopology" when arguments.Clause("page", "PageSize", Parser.ParseNumber) is { } page:
                    members.Add(page);
                    break;
                case "Swap":
                    members.Add(Backing(arguments, "swap",
                        arguments.TextClause("path", "path"), arguments.Clause("capacity", "capacity", Parser.ParseNumber)));
                    break;
                case "Store":
                    members.Add(Backing(arguments, "store"));
                    break;
                case "Distance" when arguments.Integer("value") is { } value:
                    distances.Add((arguments.Member("source"), arguments.Member("target"), NumberSyntax.OfInteger(value, arguments.LocationOf("value")), arguments.Location));
                    break;
                case "DistanceRow":
                    ReadRow(arguments, fields, members);
                    break;
            }
        }

        ReadNodes(declaration, fields, members);
        AddDistances(distances, members);
        return File(declaration.SyntaxTree.FilePath, new TopologySyntax(SourceLocations.Of(declaration))
        {
            Name = NameOf(declaration),
            Namespace = NamespaceOf(_type),
            IsInternal = _type.DeclaredAccessibility != Accessibility.Public,
            IsDeclaredInCSharp = true,
            HasErrors = HasErrors,
            Members = members.ToEquatableArray(),
        });
    }

    private static BackingSyntax Backing(AttributeArguments arguments, string keyword, params ClauseSyntax?[] clauses) => new(
        arguments.Keyword(keyword),
        Clauses([.. clauses, arguments.Clause("latency", "Latency", Parser.ParseNumber), arguments.Clause("bandwidth", "Bandwidth", Parser.ParseNumber)]),
        arguments.Location);

    /// <summary>Puts the nodes into their tiers, or next to each other where none is in one.</summary>
    private void ReadNodes(EnumDeclarationSyntax declaration, IFieldSymbol[] fields, List<MemberSyntax> members)
    {
        List<(NameSyntax Name, List<NodeSyntax> Nodes, SourceLocation Location)> tiers = [];
        string? lastTier = null;
        for (int i = 0; i < fields.Length; i++)
        {
            IFieldSymbol field = fields[i];
            if (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellation) is not EnumMemberDeclarationSyntax member)
            {
                continue;
            }

            NameSyntax name = new(field.Name, SourceLocations.Of(member.Identifier));
            if (field.ConstantValue is { } value && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text && text != i.ToString(CultureInfo.InvariantCulture))
            {
                Report(Descriptors.MemberValue, name.Location, field.Name, i.ToString(CultureInfo.InvariantCulture), text);
            }

            (NodeSyntax? node, NameSyntax? tier) = ReadNode(field, name, member);
            if (node is null)
            {
                Report(Descriptors.MemberWithoutNode, name.Location, field.Name, _type.Name);
                continue;
            }

            if (tier is null)
            {
                members.Add(node);
            }
            else if (tiers.FirstOrDefault(known => known.Name.Text == tier.Text) is { Nodes: { } nodes })
            {
                nodes.Add(node);
                if (lastTier != tier.Text)
                {
                    Report(Descriptors.InterruptedTier, tier.Location, tier.Text);
                }
            }
            else
            {
                tiers.Add((tier, [node], node.Location));
            }

            lastTier = tier?.Text;
        }

        members.AddRange(tiers.Select(tier => new TierSyntax(tier.Name, tier.Nodes.ToEquatableArray(), tier.Location)));
    }

    private (NodeSyntax? Node, NameSyntax? Tier) ReadNode(IFieldSymbol field, NameSyntax name, EnumMemberDeclarationSyntax member)
    {
        NodeSyntax? node = null;
        NameSyntax? tier = null;
        foreach ((string attribute, AttributeArguments arguments) in AttributesOf(field))
        {
            if (attribute == "Tier")
            {
                tier = arguments.Parse("name", Parser.ParseIdentifier);
            }
            else if (attribute == "Node" && arguments.Word("kind") is { } kind)
            {
                node = new NodeSyntax(name, kind, NodeClauses(arguments), SourceLocations.Of(member));
            }
        }

        return (node, tier);
    }

    private static EquatableArray<ClauseSyntax> NodeClauses(AttributeArguments arguments) => Clauses(
    [
        arguments.Clause("capacity", "capacity", Parser.ParseNumber),
        arguments.Clause("cpus", "Cpus", Parser.ParseCpus) ?? arguments.FlagClause("cpus", "HasCpus"),
        arguments.IntegerClause("numa", "Numa"),
        arguments.WordClause("bind", "Binding"),
        arguments.TextClause("path", "Path"),
        arguments.WordClause("codec", "Codec"),
        arguments.FlagClause("durable", "Durable"),
        arguments.TextClause("endpoint", "Endpoint"),
        arguments.Clause("latency", "Latency", Parser.ParseNumber),
        arguments.Clause("bandwidth", "Bandwidth", Parser.ParseNumber),
        arguments.Clause("price", "Price", Parser.ParseNumber),
        arguments.IntegerClause("adistance", "AbstractDistance"),
        arguments.FlagClause("hotplug", "Hotplug"),
    ]);

    private void ReadRow(AttributeArguments arguments, IFieldSymbol[] fields, List<MemberSyntax> members)
    {
        NameSyntax source = arguments.Member("source");
        NumberSyntax[] values = arguments.Integers("values");
        if (values.Length != fields.Length)
        {
            Report(Descriptors.RaggedDistances, arguments.Location, source.Text, Count(values.Length, "entry", "entries"), Count(fields.Length, "node", "nodes"));
        }

        for (int i = 0; i < Math.Min(values.Length, fields.Length); i++)
        {
            members.Add(new DistanceEntrySyntax(source, new NameSyntax(fields[i].Name, values[i].Location), values[i], values[i].Location));
        }

        static string Count(int number, string one, string many) => $"{number.ToString(CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";
    }

    /// <summary>A pair that is given one way holds both ways.</summary>
    private static void AddDistances(
        List<(NameSyntax Source, NameSyntax Target, NumberSyntax Value, SourceLocation Location)> distances,
        List<MemberSyntax> members)
    {
        HashSet<(string, string)> given = [.. members.OfType<DistanceEntrySyntax>().Select(entry => (entry.Source.Text, entry.Target.Text))];
        given.UnionWith(distances.Select(distance => (distance.Source.Text, distance.Target.Text)));
        foreach ((NameSyntax source, NameSyntax target, NumberSyntax value, SourceLocation location) in distances)
        {
            members.Add(new DistanceEntrySyntax(source, target, value, location));
            if (!given.Contains((target.Text, source.Text)))
            {
                members.Add(new DistanceEntrySyntax(target, source, value, location));
            }
        }
    }

    private static EquatableArray<ClauseSyntax> Clauses(ClauseSyntax?[] clauses) => clauses.OfType<ClauseSyntax>().ToEquatableArray();
}
