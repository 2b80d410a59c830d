using TierPolicy.Language.Model;

namespace TierPolicy.Language.Ordering;

/// <summary>
/// The sets of nodes on line that a topology can be in. A set is a number in which bit k stands for the k-th hotplug node, by id, being
/// off line; set 0 has all nodes on line.
/// </summary>
public sealed class OnlineSets
{
    /// <summary>How many rows a table may have: nodes times sets.</summary>
    public const int MaximalRows = 4096;

    private readonly int[] _hotplugNodes;
    private readonly NodeSet _all;

    public OnlineSets(Topology topology)
    {
        _all = NodeSet.UpTo(topology.Nodes.Count);
        _hotplugNodes = [.. topology.Nodes.Where(node => node.Hotplug).Select(node => node.Id)];
    }

    /// <summary>How many there are. A topology within the limits of the language has at most <see cref="MaximalRows"/>.</summary>
    public int Count => _hotplugNodes.Length >= 31 ? int.MaxValue : 1 << _hotplugNodes.Length;

    /// <summary>The nodes on line in a set.</summary>
    public NodeSet NodesOnLine(int set)
    {
        NodeSet online = _all;
        for (int k = 0; k < _hotplugNodes.Length; k++)
        {
            if ((set & (1 << k)) != 0)
            {
                online = online.Without(_hotplugNodes[k]);
            }
        }

        return online;
    }

    /// <summary>The set in which these nodes, and no others, are off line; nodes that are not <c>hotplug</c> are always on line.</summary>
    public int SetWithout(NodeSet offline)
    {
        int set = 0;
        for (int k = 0; k < _hotplugNodes.Length; k++)
        {
            if (offline.Contains(_hotplugNodes[k]))
            {
                set |= 1 << k;
            }
        }

        return set;
    }
}
