using TierPolicy.Language.Ordering;

namespace TierPolicy.Tool.Kernel;

/// <summary>What this kernel does with pages of each node: as its log says, or, where that cannot be read, as it comes to by its own rules.</summary>
/// <param name="targets">By the number of the node.</param>
/// <param name="isFromLog">Whether the kernel said it.</param>
internal sealed class KernelOrder(IReadOnlyDictionary<int, KernelTargets> targets, bool isFromLog)
{
    public bool IsFromLog => isFromLog;

    public KernelTargets Of(int node) => targets.TryGetValue(node, out KernelTargets? found) ? found : new([], []);

    /// <summary>Null where the kernel shows no memory tiers: before 6.1 it had another order.</summary>
    public static KernelOrder? Of(Machine machine, DemotionLog? log)
        => log is not null && machine.Nodes.All(node => log.Targets.ContainsKey(node.Id)) ? new(log.Targets, isFromLog: true)
            : machine.Nodes.All(node => node.MemoryTier is not null) && machine.Nodes.Count <= 64 ? new(Compute(machine.Nodes), isFromLog: false)
            : null;

    private static Dictionary<int, KernelTargets> Compute(IReadOnlyList<MemoryNode> nodes)
    {
        NodeSet withCpus = NodeSet.Empty;
        for (int i = 0; i < nodes.Count; i++)
        {
            withCpus = nodes[i].HasCpus ? withCpus.With(i) : withCpus;
        }

        OrderInput input = new()
        {
            Nodes = nodes.Count,
            Online = NodeSet.UpTo(nodes.Count),
            WithCpus = withCpus,
            ByteAddressable = NodeSet.UpTo(nodes.Count),
            Distances = [.. nodes.SelectMany(source => nodes.Select(target => (byte)Math.Min(byte.MaxValue, source.Distances.GetValueOrDefault(target.Id, byte.MaxValue))))],
            Tiers = [.. nodes.Select(node => node.MemoryTier!.Value)],
        };
        DemotionTargets computed = TiersOrder.Compute(new NodeScores(input, NodeLoads.Build(input)));
        return Enumerable.Range(0, nodes.Count).ToDictionary(i => nodes[i].Id, i => new KernelTargets(Ids(computed.Preferred(i)), Ids(computed.Fallback(i))));

        int[] Ids(NodeSet set) => [.. Enumerable.Range(0, nodes.Count).Where(set.Contains).Select(i => nodes[i].Id)];
    }
}
