using System.Text;
using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Graphs;

/// <summary>A Mermaid flowchart: what forges show in Markdown.</summary>
internal static class MermaidWriter
{
    public static string Write(IReadOnlyList<PolicyGraph> graphs)
    {
        StringBuilder text = new("flowchart TB\n");
        for (int i = 0; i < graphs.Count; i++)
        {
            PolicyGraph graph = graphs[i];
            text.Append($"  subgraph g{i}[\"{graph.Name}\"]\n");
            for (int tier = 0; tier < graph.Topology.Tiers.Count; tier++)
            {
                text.Append($"    subgraph g{i}t{tier}[\"tier {graph.NameOfTier(tier)}\"]\n      direction LR\n");
                foreach (Node node in graph.NodesOf(tier))
                {
                    text.Append($"      {Id(i, node.Id)}[\"<b>{node.Name}</b><br/>{NodeText.Size(node)}{(NodeText.Speed(node) is { Length: > 0 } speed ? $"<br/>{speed}" : "")}\"]\n");
                }

                text.Append("    end\n");
            }

            foreach (Edge edge in graph.Edges)
            {
                text.Append($"    {Id(i, edge.From)} {(edge.Kind == EdgeKind.Demotion ? "-->|demote|" : "-.->|promote|")} {Id(i, edge.To)}\n");
            }

            text.Append("  end\n");
        }

        return text.ToString();
    }

    private static string Id(int graph, int node) => $"g{graph}n{node}";
}
