using TierPolicy.Language.Binding;
using TierPolicy.Language.Model;

namespace TierPolicy.Generator.Emission;

/// <summary>Writes the enum of a topology that was declared in a <c>.tierpolicy</c> file.</summary>
internal static class TopologyEmitter
{
    public static string Emit(Topology topology, CancellationToken cancellation)
    {
        CodeWriter writer = SourceFile.Begin(topology.Namespace);
        writer.WriteSummary($"The nodes of the topology <c>{CSharpText.Documentation(topology.Name)}</c>, with pages of {Units.Size(topology.PageSize)}.");
        OpenEnum(writer, topology.Name, topology.IsInternal);
        foreach (Node node in topology.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteMember(writer, node.Name, node.Id, Describe(topology, node));
        }

        writer.Close();
        return writer.Finish();
    }

    /// <summary>What is left of a topology with errors: the names, so that code that uses them compiles.</summary>
    public static string Emit(FallbackTopology topology, CancellationToken cancellation)
    {
        CodeWriter writer = SourceFile.Begin(topology.Namespace);
        writer.WriteSummary($"The nodes of the topology <c>{CSharpText.Documentation(topology.Name)}</c>, which has errors.");
        OpenEnum(writer, topology.Name, topology.IsInternal);
        for (int i = 0; i < topology.NodeNames.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            string name = topology.NodeNames[i];
            WriteMember(writer, name, i, $"<c>{CSharpText.Documentation(name)}</c>.");
        }

        writer.Close();
        return writer.Finish();
    }

    private static void OpenEnum(CodeWriter writer, string name, bool isInternal)
    {
        writer.WriteGeneratedCode();
        writer.Open($"{(isInternal ? "internal" : "public")} enum {CSharpText.TypeName(name)}");
    }

    private static void WriteMember(CodeWriter writer, string name, int id, string documentation)
    {
        writer.WriteSummary(documentation);
        writer.Line($"{CSharpText.Identifier(name)} = {CSharpText.Integer(id)},");
    }

    private static string Describe(Topology topology, Node node)
    {
        List<string> parts = [$"{node.Kind.ToString().ToLowerInvariant()}, {Units.Size(node.Capacity)}"];
        Tier tier = topology.Tiers[node.Tier];
        parts.Add(tier.Name is null ? $"tier {CSharpText.Integer(node.Tier)}" : $"tier <c>{CSharpText.Documentation(tier.Name)}</c>");
        if (node.Numa is int numa)
        {
            parts.Add($"NUMA node {CSharpText.Integer(numa)}");
        }

        if (node.LatencyNanoseconds is long latency)
        {
            parts.Add($"latency {Units.Duration(latency)}");
        }

        if (node.Hotplug)
        {
            parts.Add("may go off line");
        }

        return string.Join(", ", parts) + ".";
    }
}
