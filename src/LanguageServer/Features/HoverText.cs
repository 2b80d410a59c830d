using System.Globalization;
using System.Text;
using TierPolicy.Language.Model;
using TierPolicy.Language.Navigation;
using TierPolicy.Language.Syntax;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>What is known of a symbol, in Markdown.</summary>
/// <param name="project">What it is declared in.</param>
internal sealed class HoverText(PolicyProject project)
{
    // A topology that everybody uses would fill the screen.
    private const int MostPolicies = 4;
    private const int MostChains = 8;

    public string Of(Symbol symbol)
    {
        StringBuilder text = new(Code(Heading(symbol)));
        switch (symbol.Kind)
        {
            case SymbolKind.Topology when TopologyOf(symbol) is { } topology:
                Write(text, topology);
                break;
            case SymbolKind.Tier when TopologyOf(symbol.Container!) is { } topology:
                WriteTier(text, topology, symbol.Name);
                break;
            case SymbolKind.Node when TopologyOf(symbol.Container!) is { } topology && topology.Nodes.FirstOrDefault(node => node.Name == symbol.Name) is { } node:
                Write(text, topology, node);
                break;
            case SymbolKind.Policy when PolicyOf(symbol) is { } policy:
                Write(text, policy);
                break;
            case SymbolKind.Domain when PolicyOf(symbol.Container!) is { } policy && policy.Domains.FirstOrDefault(domain => domain.Name == symbol.Name) is { } domain:
                Write(text, policy, domain);
                break;
            case SymbolKind.Predicate:
                Paragraph(text, "A predicate in C#. Where no C# runs it is false unless a fact names it.");
                break;
            default:
                Paragraph(text, "More is known once the mistakes are mended.");
                break;
        }

        return text.ToString();
    }

    /// <summary>What a symbol is, in a line.</summary>
    public static string Heading(Symbol symbol) => symbol switch
    {
        { Declaration: PolicySyntax policy } => $"policy {symbol.Name} on {policy.Topology.Text}",
        { Declaration: NodeSyntax node } => $"node {symbol.Name} : {node.Kind.Text}",
        { Kind: SymbolKind.Predicate } => $"static bool {symbol.Name}(in PageInfo page)",
        _ => $"{symbol.Kind.ToString().ToLowerInvariant()} {symbol.Name}",
    };

    public static string Code(string text) => $"```tierpolicy\n{text}\n```";

    private static void Write(StringBuilder text, Topology topology)
    {
        long capacity = topology.Nodes.Sum(node => node.Kind.IsByteAddressable() ? node.Capacity : 0);
        Paragraph(text, $"{Count(topology.Nodes.Count, "node")} in {Count(topology.Tiers.Count, "tier")}, pages of {Size(topology.PageSize)}; {Size(capacity)} of memory.");
        List(text, topology.Nodes.Select(node => $"`{node.Name}`: {Describe(topology, node)}"));
    }

    private static void WriteTier(StringBuilder text, Topology topology, string name)
    {
        int rank = topology.Tiers.TakeWhile(tier => tier.Name != name).Count();
        Node[] nodes = [.. topology.Nodes.Where(node => node.Tier == rank)];
        Paragraph(text, $"Tier {Invariant(rank)} of {Invariant(topology.Tiers.Count)}, from 0, the fastest first: {Size(nodes.Sum(node => node.Capacity))}.");
        List(text, nodes.Select(node => $"`{node.Name}`: {Describe(topology, node)}"));
    }

    private void Write(StringBuilder text, Topology topology, Node node)
    {
        Paragraph(text, $"Node {Invariant(node.Id)} of `{topology.Name}`: {Describe(topology, node)}.");
        Policy[] policies = [.. project.Binding.Policies.Where(policy => policy.Topology.Location == topology.Location)];
        List(text, policies.Take(MostPolicies).Select(policy => $"`{policy.Name}`: {Targets(policy, node)}"));
        if (policies.Length > MostPolicies)
        {
            Paragraph(text, $"and {Invariant(policies.Length - MostPolicies)} more policies");
        }
    }

    private static void Write(StringBuilder text, Policy policy)
    {
        string modes = policy.Reclaim == ReclaimModes.None ? "none" : policy.Reclaim.ToString().ToLowerInvariant().Replace(",", " |", StringComparison.Ordinal);
        Paragraph(text, $"order {Lower(policy.Order)}, reclaim {modes}, aging {Lower(policy.Aging)}, admission {Lower(policy.Admission)}; "
            + $"{Count(policy.ReclaimRules.Count, "reclaim rule")}, {Count(policy.PromoteRules.Count, "promote rule")}, {Count(policy.Domains.Count, "domain")}.");
        if (!policy.Reclaim.HasFlag(ReclaimModes.Migrate))
        {
            Paragraph(text, "Without `reclaim migrate` nothing is demoted.");
        }

        Node[] nodes = [.. policy.Topology.Nodes.Where(node => node.Kind.IsByteAddressable())];
        List(text, nodes.Take(MostChains).Select(node => $"`{Chain(policy, node)}`"));
    }

    private static void Write(StringBuilder text, Policy policy, Domain domain)
    {
        string limit = domain.Limit is { } bytes ? $"at most {Size(bytes)}" : "no limit";
        Paragraph(text, $"{limit}; demotion {Lower(domain.Demotion)}; on {Names(policy.Topology, domain.Nodes)}.");
    }

    private static string Describe(Topology topology, Node node)
    {
        string tier = topology.Tiers[node.Tier].Name is { } name ? $"tier {Invariant(node.Tier)} `{name}`" : $"tier {Invariant(node.Tier)}";
        string latency = node.LatencyNanoseconds is { } nanoseconds ? $", {Quantity.Show(NumberKind.Duration, nanoseconds)}" : "";
        return $"{Lower(node.Kind)}, {Size(node.Capacity)}, {tier}{latency}{(node.Hotplug ? ", hotplug" : "")}";
    }

    /// <summary>With all nodes on line.</summary>
    private static string Targets(Policy policy, Node node)
    {
        DemotionTables tables = policy.Tables;
        ulong preferred = tables.Preferred[node.Id];
        if (preferred == 0)
        {
            return "demotes to no other node";
        }

        ulong others = tables.Fallback[node.Id] & ~preferred;
        return $"demotes to {Names(policy.Topology, preferred)}{(others == 0 ? "" : $", or else to {Names(policy.Topology, others)}")}; chain `{Chain(policy, node)}`";
    }

    /// <summary>Down to a terminal node, always by the first choice.</summary>
    private static string Chain(Policy policy, Node node)
    {
        List<string> names = [];
        int next = node.Id;
        for (; next >= 0 && names.Count <= policy.Topology.Nodes.Count; next = policy.Tables.Next[next])
        {
            names.Add(policy.Topology.Nodes[next].Name);
        }

        return string.Join(" -> ", names) + " -> none";
    }

    private static string Names(Topology topology, ulong set)
        => set == 0 ? "no node" : string.Join(", ", topology.Nodes.Where(node => (set & (1UL << node.Id)) != 0).Select(node => $"`{node.Name}`"));

    private Topology? TopologyOf(Symbol symbol) => project.Binding.Topologies.FirstOrDefault(topology => topology.Location == symbol.DeclaredName!.Location);

    private Policy? PolicyOf(Symbol symbol) => project.Binding.Policies.FirstOrDefault(policy => policy.Location == symbol.DeclaredName!.Location);

    private static void Paragraph(StringBuilder text, string paragraph) => text.Append("\n\n").Append(paragraph);

    private static void List(StringBuilder text, IEnumerable<string> items)
    {
        string list = string.Join("\n", items.Select(item => "- " + item));
        if (list.Length > 0)
        {
            Paragraph(text, list);
        }
    }

    private static string Size(long bytes) => Quantity.Show(NumberKind.Size, bytes);

    private static string Lower<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();

    private static string Count(int number, string thing) => $"{Invariant(number)} {thing}{(number == 1 ? "" : "s")}";

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
