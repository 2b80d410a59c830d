using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>The names that messages give to sets of nodes.</summary>
internal static class NodeNames
{
    private const int MostNamed = 4;

    /// <summary><c>'Dram0'</c>, <c>'Dram0' and 'Dram1'</c>; of many, the first few and how many more there are.</summary>
    public static string List(Topology topology, ulong set)
    {
        string[] names = [.. topology.Nodes.Where(node => (set & (1UL << node.Id)) != 0).Select(node => $"'{node.Name}'")];
        return names.Length switch
        {
            0 => "no node",
            1 => names[0],
            <= MostNamed => string.Join(", ", names.Take(names.Length - 1)) + " and " + names[names.Length - 1],
            _ => string.Join(", ", names.Take(MostNamed - 1)) + $" and {names.Length - MostNamed + 1} more",
        };
    }

    /// <summary>The nodes that a name stands for.</summary>
    public static ulong Find(Topology topology, string name)
    {
        foreach (Node node in topology.Nodes)
        {
            if (node.Name == name)
            {
                return 1UL << node.Id;
            }
        }

        foreach (Tier tier in topology.Tiers)
        {
            if (tier.Name == name)
            {
                return tier.Nodes;
            }
        }

        return 0;
    }

    /// <summary>What an order is called in the language.</summary>
    public static string Of(DemotionOrder order) => order.ToString().ToLowerInvariant();
}
