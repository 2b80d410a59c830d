using System.Text;
using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Graphs;

/// <summary>Graphviz.</summary>
internal static class DotWriter
{
    public static string Write(IReadOnlyList<PolicyGraph> graphs)
    {
        StringBuilder text = new("digraph tierpolicy {\n  rankdir=TB;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
        for (int i = 0; i < graphs.Count; i++)
        {
            PolicyGraph graph = graphs[i];
            text.Append($"  subgraph cluster_{i} {{\n    label={Quote(graph.Name)};\n");
            for (int tier = 0; tier < graph.Topology.Tiers.Count; tier++)
            {
                text.Append("    { rank=same;");
                foreach (Node node in graph.NodesOf(tier))
                {
                    string speed = NodeText.Speed(node);
                    string label = $"{node.Name}\n{NodeText.Size(node)}{(speed.Length > 0 ? $"\n{speed}" : "")}";
                    text.Append($" {Id(i, node.Id)} [label={Quote(label)}];");
                }

                text.Append(" }\n");
            }

            // Tiers stand below each other even where nothing leads from one to the next.
            int[] firsts = [.. Enumerable.Range(0, graph.Topology.Tiers.Count).Select(tier => graph.NodesOf(tier).First().Id)];
            for (int tier = 1; tier < firsts.Length; tier++)
            {
                text.Append($"    {Id(i, firsts[tier - 1])} -> {Id(i, firsts[tier])} [style=invis];\n");
            }

            foreach (Edge edge in graph.Edges)
            {
                string style = edge.Kind == EdgeKind.Demotion ? "" : "style=dashed, constraint=false, ";
                text.Append($"    {Id(i, edge.From)} -> {Id(i, edge.To)} [{style}tooltip={Quote(edge.Text)}];\n");
            }

            text.Append("  }\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Id(int graph, int node) => $"g{graph}n{node}";

    private static string Quote(string text)
        => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
