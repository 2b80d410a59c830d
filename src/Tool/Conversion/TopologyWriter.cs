extern alias runtime;

using System.Globalization;
using TierPolicy.Generator.Emission;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using Codec = runtime::TierPolicy.Codec;
using NodeKind = runtime::TierPolicy.NodeKind;
using NumaBinding = runtime::TierPolicy.NumaBinding;

namespace TierPolicy.Tool.Conversion;

/// <summary>Writes a topology as an enum: its clauses as attributes, its nodes as members.</summary>
internal sealed class TopologyWriter(CSharpOutput output, FileComments comments, RuntimeNames names)
{
    public void Write(TopologySyntax topology, Topology bound)
    {
        WriteAttributes(topology, bound);
        string accessibility = topology.IsInternal ? "internal" : "public";
        output.Line($"{accessibility} enum {CSharpText.TypeName(topology.Name.Text)}");
        output.Line("{");
        output.Indentation++;
        bool isFirst = true;
        foreach (MemberSyntax member in topology.Members)
        {
            EquatableArray<NodeSyntax> nodes = member switch
            {
                TierSyntax tier => tier.Nodes,
                NodeSyntax node => new([node]),
                _ => default,
            };
            foreach (NodeSyntax node in nodes)
            {
                WriteNode(node, member as TierSyntax, isFirst);
                isFirst = false;
            }
        }

        output.Comments(comments.AtEndOf(topology));
        output.EndSilences(topology.Location.Span.End - 1);
        output.Indentation--;
        output.Line("}");
        output.EndSilences(topology.Location.Span.End);
    }

    private void WriteAttributes(TopologySyntax topology, Topology bound)
    {
        ClauseSyntax? page = topology.Members.OfType<ClauseSyntax>().FirstOrDefault();
        string head = names.Attribute("TierTopology").Clause("PageSize", page).ToLine();
        if (page is null)
        {
            output.Line(head);
        }
        else
        {
            output.Statement(comments.Of(page) with { AfterEmptyLine = false }, page.Location.Span.Start, [head]);
        }

        foreach (MemberSyntax member in topology.Members)
        {
            IReadOnlyList<string>? lines = member switch
            {
                BackingSyntax backing => [Backing(backing)],
                DistanceSyntax matrix => Distances(matrix, bound),
                _ => null,
            };
            if (lines is not null)
            {
                output.Statement(comments.Of(member) with { AfterEmptyLine = false }, member.Location.Span.Start, lines);
            }
        }

        // What silences the whole topology lasts; what silenced one of these does not reach the nodes.
        output.EndSilences(topology.Location.Span.End - 1);
    }

    private string Backing(BackingSyntax backing)
    {
        AttributeText attribute = backing.Keyword.Text == "swap"
            ? names.Attribute("Swap").Text((Find(backing.Clauses, "path")?.Value as StringSyntax)?.Value).Text(ValueOf(backing.Clauses, "capacity"))
            : names.Attribute("Store");
        return attribute.Clause("Latency", Find(backing.Clauses, "latency")).Clause("Bandwidth", Find(backing.Clauses, "bandwidth")).ToLine();
    }

    /// <summary>Rows, which in C# have an entry a node, or the pairs of a matrix that leaves nodes out: those go on following from the tiers.</summary>
    private IReadOnlyList<string> Distances(DistanceSyntax matrix, Topology topology) => matrix.Header.Count == topology.Nodes.Count ? Rows(topology) : Pairs(matrix, topology.Name);

    private IReadOnlyList<string> Pairs(DistanceSyntax matrix, string topology)
    {
        string type = CSharpText.TypeName(topology);
        return
        [
            .. from row in matrix.Rows
               from column in Enumerable.Range(0, matrix.Header.Count)
               let target = matrix.Header[column].Text
               where target != row.Source.Text
               select FormattableString.Invariant(
                   $"[{names.Of("Distance")}({type}.{CSharpText.Identifier(row.Source.Text)}, {type}.{CSharpText.Identifier(target)}, {row.Entries[column].Value})]"),
        ];
    }

    private IReadOnlyList<string> Rows(Topology topology)
    {
        int nodes = topology.Nodes.Count;
        string[] sources = [.. topology.Nodes.Select(node => $"{CSharpText.TypeName(topology.Name)}.{CSharpText.Identifier(node.Name)},")];
        int nameWidth = sources.Max(source => source.Length);
        string[][] entries = [.. Enumerable.Range(0, nodes).Select(row => Enumerable.Range(0, nodes).Select(column => topology.Distance(row, column).ToString(CultureInfo.InvariantCulture)).ToArray())];
        int width = entries.Max(row => row.Max(entry => entry.Length));
        return [.. sources.Select((source, row) => $"[{names.Of("DistanceRow")}({source.PadRight(nameWidth)} {string.Join(", ", entries[row].Select(entry => entry.PadLeft(width)))})]")];
    }

    private void WriteNode(NodeSyntax node, TierSyntax? tier, bool isFirst)
    {
        EquatableArray<ClauseSyntax> clauses = node.Clauses;
        ClauseSyntax? cpus = Find(clauses, "cpus");
        AttributeText attribute = names.Attribute("Node")
            .Code(names.Member<NodeKind>(node.Kind.Text))
            .Text(ValueOf(clauses, "capacity"))
            .Clause("Cpus", cpus)
            .Code("HasCpus", cpus is { Value: null } ? "true" : null)
            .Code("Numa", Integer(Find(clauses, "numa")))
            .Code("Binding", Find(clauses, "bind")?.Value is WordSyntax binding ? names.Member<NumaBinding>(binding.Name.Text) : null)
            .Clause("Path", Find(clauses, "path"))
            .Code("Codec", Find(clauses, "codec")?.Value is WordSyntax codec ? names.Member<Codec>(codec.Name.Text) : null)
            .Code("Durable", Flag(clauses, "durable"))
            .Clause("Endpoint", Find(clauses, "endpoint"))
            .Clause("Latency", Find(clauses, "latency"))
            .Clause("Bandwidth", Find(clauses, "bandwidth"))
            .Clause("Price", Find(clauses, "price"))
            .Code("AbstractDistance", Integer(Find(clauses, "adistance")))
            .Code("Hotplug", Flag(clauses, "hotplug"));
        string inTier = tier is null ? "" : $"{names.Attribute("Tier").Text(tier.Name.Text)}, ";
        StatementComments around = isFirst ? comments.Of(node) with { AfterEmptyLine = false } : comments.Of(node);
        output.Statement(around, node.Location.Span.Start, [$"[{inTier}{attribute}] {CSharpText.Identifier(node.Name.Text)},"]);
    }

    private static ClauseSyntax? Find(EquatableArray<ClauseSyntax> clauses, string keyword) => clauses.FirstOrDefault(clause => clause.Keyword.Text == keyword);

    private static string? ValueOf(EquatableArray<ClauseSyntax> clauses, string keyword) => Find(clauses, keyword)?.Value is { } value ? SyntaxPrinter.Value(value) : null;

    private static string? Flag(EquatableArray<ClauseSyntax> clauses, string keyword) => Find(clauses, keyword) is null ? null : "true";

    private static string? Integer(ClauseSyntax? clause) => (clause?.Value as NumberSyntax)?.Value.ToString(CultureInfo.InvariantCulture);
}
