using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>Would this kernel do as the table says? Only of the nodes that are bound to the machine's: of the others it knows nothing.</summary>
internal sealed class OrderChecks(Topology topology, Machine machine, KernelOrder? order)
{
    // As many as are read: the rest follows from the same mistake.
    private const int MostDistances = 4;

    private readonly Node[] _bound = [.. topology.Nodes.Where(node => node.Kind.IsByteAddressable() && machine.Nodes.Any(other => other.Id == node.Numa)).DistinctBy(node => node.Numa)];

    /// <param name="tables">The policy's.</param>
    /// <param name="kind">The order that they are of.</param>
    public IEnumerable<Finding> Of(DemotionTables tables, DemotionOrder kind)
    {
        if (_bound.Length < 2)
        {
            return [];
        }

        return order is null
            ? [new(FindingSeverity.Note, null, $"Linux {machine.KernelRelease} shows no memory tiers: what it would do is not known (6.1 and later show them)")]
            : [.. Distances(), .. Tiers(), .. Targets(tables, kind, order)];
    }

    private IEnumerable<Finding> Distances()
    {
        (Node Source, Node Target, int Declared, int Found)[] differing =
        [
            .. from source in _bound
               from target in _bound
               where source != target
               let declared = topology.Distance(source.Id, target.Id)
               let found = Linux(source).Distances.GetValueOrDefault(target.Numa!.Value, declared)
               where declared != found
               select (source, target, declared, found),
        ];
        if (differing.Length > 0)
        {
            string all = string.Join(", ", differing.Take(MostDistances).Select(pair => $"{pair.Source.Name} to {pair.Target.Name} {pair.Declared} and not {pair.Found}"));
            string more = differing.Length > MostDistances ? $", and {differing.Length - MostDistances} more" : "";
            yield return new(FindingSeverity.Warning, null, $"distances differ from the machine's: {all}{more}", "take the 'distance' block that tierpolicy probe writes");
        }
    }

    private IEnumerable<Finding> Tiers()
        => from a in _bound
           from b in _bound
           where a.Id < b.Id && Linux(a).MemoryTier is not null && Linux(b).MemoryTier is not null
           let declared = Math.Sign(a.Tier - b.Tier)
           let found = Math.Sign(Linux(a).MemoryTier!.Value - Linux(b).MemoryTier!.Value)
           where declared != found
           select new Finding(
               FindingSeverity.Warning,
               a.Name,
               $"it ranks {Rank(declared)} {b.Name} here, and {Rank(found)} it in Linux (memory_tier{Linux(a).MemoryTier} and memory_tier{Linux(b).MemoryTier})",
               "say the 'adistance' that tierpolicy probe writes, or put the nodes into tiers as Linux does");

    private IEnumerable<Finding> Targets(DemotionTables tables, DemotionOrder kind, KernelOrder kernel)
    {
        foreach (Node source in _bound)
        {
            KernelTargets linux = kernel.Of(source.Numa!.Value);
            string[] differences =
            [
                .. Differ("demotes to", tables.Preferred[source.Id], linux.Preferred),
                .. kind == DemotionOrder.Tiers ? Differ("or else to", tables.Fallback[source.Id], linux.Fallback) : [],
            ];
            if (differences.Length > 0)
            {
                yield return kind == DemotionOrder.Tiers
                    ? new(FindingSeverity.Error, source.Name, string.Join("; ", differences), "take tiers and distances as tierpolicy probe writes them")
                    : new(FindingSeverity.Note, source.Name, $"{string.Join("; ", differences)}: the policy says 'order {kind.ToString().ToLowerInvariant()}', and this kernel's order is that of tiers");
            }
        }

        string Names(IEnumerable<int> nodes) => string.Join(", ", nodes.Select(NameOf).DefaultIfEmpty("none"));

        IEnumerable<string> Differ(string what, ulong mine, IReadOnlyList<int> theirs)
        {
            NodeSet set = new(mine);

            // Below the slowest memory there may be files, of which the kernel knows nothing.
            int[] own = [.. topology.Nodes.Where(node => set.Contains(node.Id) && node.Numa is not null).Select(node => node.Numa!.Value).Distinct().Order()];
            return own.SequenceEqual(theirs.Order()) ? [] : [$"the table {what} {Names(own)}, Linux{(kernel.IsFromLog ? ", by its log," : "")} {what} {Names(theirs)}"];
        }
    }

    private string NameOf(int numa) => _bound.FirstOrDefault(node => node.Numa == numa)?.Name ?? $"NUMA node {numa}, which the topology leaves out";

    private MemoryNode Linux(Node node) => machine.Nodes.First(other => other.Id == node.Numa);

    private static string Rank(int sign) => sign switch
    {
        < 0 => "above",
        0 => "with",
        _ => "below",
    };
}
