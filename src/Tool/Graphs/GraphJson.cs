namespace TierPolicy.Tool.Graphs;

/// <summary>What <c>graph --json</c> prints.</summary>
internal sealed record GraphsJson(IReadOnlyList<GraphJson> Graphs);

internal sealed record GraphJson(string? Policy, string Topology, IReadOnlyList<GraphNodeJson> Nodes, IReadOnlyList<GraphEdgeJson> Edges)
{
    public static GraphJson Of(PolicyGraph graph) => new(
        graph.Policy?.Name,
        graph.Topology.Name,
        [.. graph.Topology.Nodes.Select(node => new GraphNodeJson(node.Name, node.Id, node.Tier, NodeText.Kind(node), node.Capacity, node.LatencyNanoseconds, node.BytesPerSecond))],
        [.. graph.Edges.Select(edge => new GraphEdgeJson(
            graph.Topology.Nodes[edge.From].Name,
            graph.Topology.Nodes[edge.To].Name,
            edge.Kind.ToString().ToLowerInvariant(),
            edge.Text))]);
}

internal sealed record GraphNodeJson(string Name, int Id, int Tier, string Kind, long Capacity, long? LatencyNanoseconds, long? BytesPerSecond);

internal sealed record GraphEdgeJson(string From, string To, string Kind, string Text);
