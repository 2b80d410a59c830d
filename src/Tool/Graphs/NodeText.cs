using TierPolicy.Language.Model;
using TierPolicy.Tool.Explaining;

namespace TierPolicy.Tool.Graphs;

/// <summary>What a picture says of a node.</summary>
internal static class NodeText
{
    public static string Kind(Node node) => node.Kind.ToString().ToLowerInvariant();

    /// <summary>"cxl · 32GiB", and that it hotplugs.</summary>
    public static string Size(Node node) => $"{Kind(node)} · {FactText.Size(node.Capacity)}{(node.Hotplug ? " · hotplug" : "")}";

    /// <summary>"250ns · 20GiB/s", as far as it is known; "" where nothing is.</summary>
    public static string Speed(Node node) => string.Join(" · ", Parts(node));

    private static IEnumerable<string> Parts(Node node)
    {
        if (node.LatencyNanoseconds is { } latency)
        {
            yield return FactText.Duration(latency);
        }

        if (node.BytesPerSecond is { } bandwidth)
        {
            yield return FactText.Rate(bandwidth);
        }
    }
}
