using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Tests.Ordering;

internal static class Sets
{
    public static NodeSet Of(params IEnumerable<int> nodes) => nodes.Aggregate(NodeSet.Empty, (set, node) => set.With(node));

    public static int[] Ids(this NodeSet set)
    {
        List<int> ids = [];
        foreach (int node in set)
        {
            ids.Add(node);
        }

        return [.. ids];
    }

    public static int[][] PreferredOfAll(this DemotionTargets targets, int nodes) =>
        [.. Enumerable.Range(0, nodes).Select(node => targets.Preferred(node).Ids())];

    public static int[][] FallbackOfAll(this DemotionTargets targets, int nodes) =>
        [.. Enumerable.Range(0, nodes).Select(node => targets.Fallback(node).Ids())];

    public static int[] NextOfAll(this DemotionTargets targets, int nodes) =>
        [.. Enumerable.Range(0, nodes).Select(targets.Next)];

    /// <summary>Lists that a vector means as sets, in id order.</summary>
    public static int[][] Sorted(this int[][] lists) => [.. lists.Select(list => list.Order().ToArray())];
}
