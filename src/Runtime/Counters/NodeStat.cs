using TierPolicy.Nodes;

namespace TierPolicy.Counters;

/// <summary>Reads all counters of a node: events, and what its lists and frames hold now.</summary>
internal static class NodeStat
{
    public static VmStat Of(Node node)
    {
        List<KeyValuePair<string, long>> items = [];
        foreach (VmStatItem item in Enum.GetValues<VmStatItem>())
        {
            items.Add(KeyValuePair.Create(VmStatNames.Of(item), node.Counters[item]));
        }

        items.Add(KeyValuePair.Create("nr_free", node.Frames.Free));
        items.Add(KeyValuePair.Create("nr_active_anon", node.Lists.Count(PageKind.Anon, active: true)));
        items.Add(KeyValuePair.Create("nr_inactive_anon", node.Lists.Count(PageKind.Anon, active: false)));
        items.Add(KeyValuePair.Create("nr_active_file", node.Lists.Count(PageKind.File, active: true)));
        items.Add(KeyValuePair.Create("nr_inactive_file", node.Lists.Count(PageKind.File, active: false)));
        items.Add(KeyValuePair.Create("nr_dirty", node.Counters.Dirty));
        return new VmStat(items);
    }
}
