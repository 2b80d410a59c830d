using TierPolicy.Language.Model;
using TierPolicy.Tool.Explaining;
using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>Is what the topology binds to there, and large enough?</summary>
internal static class NodeChecks
{
    private const string Emulate = "TieredMemoryOptions.Emulate runs the policy on any machine, by capacity alone";

    public static IEnumerable<Finding> Of(Topology topology, Machine machine)
    {
        foreach (Node node in topology.Nodes)
        {
            foreach (Finding finding in node.Numa is { } numa ? OfMemory(node, numa, machine) : node.Kind == NodeKind.Dax ? OfDevice(node, machine) : OfUnbound(node))
            {
                yield return finding;
            }
        }

        foreach (Finding finding in Shared(topology, machine))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> OfMemory(Node node, int numa, Machine machine)
    {
        string there = $"this machine has memory on the nodes {Numbers.ShowList(machine.Nodes.Select(other => other.Id))}";
        if (Find(machine, numa) is not { } found)
        {
            string what = machine.CpusWithoutMemory.ContainsKey(numa) ? "has CPUs and no memory" : "is not there";
            yield return new(FindingSeverity.Error, node.Name, $"NUMA node {numa} {what}: {there}", $"say another 'numa' (tierpolicy probe writes what is there); {Emulate}");
            yield break;
        }

        if (found.Bytes < node.Capacity)
        {
            yield return new(
                node.BindPreferred ? FindingSeverity.Warning : FindingSeverity.Error,
                node.Name,
                $"NUMA node {numa} has {Show(found.Bytes)} in all, less than the capacity of {FactText.Size(node.Capacity)}",
                $"say a smaller 'capacity', or set one in the program's options; {Emulate}");
        }
        else if (found.FreeBytes < node.Capacity)
        {
            yield return new(
                node.BindPreferred ? FindingSeverity.Note : FindingSeverity.Warning,
                node.Name,
                $"NUMA node {numa} has {Show(found.FreeBytes)} free now, less than the capacity of {FactText.Size(node.Capacity)}: {(node.BindPreferred ? "the rest will lie on other nodes" : "it holds as many pages as there is memory for, until there is more")}",
                node.BindPreferred ? null : "end what uses it, drop caches, or say a smaller 'capacity'");
        }

        if (node.HasCpus != found.HasCpus || (node.Cpus.Count > 0 && !node.Cpus.SequenceEqual(found.Cpus)))
        {
            yield return new(FindingSeverity.Warning, node.Name, $"it has {Cpus(node.HasCpus, node.Cpus)}, and NUMA node {numa} has {Cpus(found.HasCpus, found.Cpus)}", "say its 'cpus' as the machine has them: threads allocate on the node that theirs is");
        }
    }

    private static IEnumerable<Finding> OfDevice(Node node, Machine machine)
    {
        // Anything else is a file on a file system that maps memory, which is the runtime's to try.
        if (node.Path is not { } path || !path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            yield break;
        }

        DaxDevice? device = machine.DaxDevices.FirstOrDefault(device => device.Path == path);
        string there = machine.DaxDevices.Count == 0 ? "this machine has none" : $"this machine has {string.Join(", ", machine.DaxDevices.Select(other => other.Path))}";
        if (device is null)
        {
            yield return new(FindingSeverity.Error, node.Name, $"'{path}' is no DAX device: {there}", $"say the path of one, or of a file on a file system mounted with dax; {Emulate}");
        }
        else if (device.Driver == DaxDevice.KernelMemoryDriver)
        {
            yield return new(FindingSeverity.Error, node.Name, $"'{path}' is NUMA node {device.TargetNode} already (driver kmem), and cannot be mapped", $"bind to it by 'numa {device.TargetNode};', or give it back: daxctl reconfigure-device --mode=devdax {device.Name}");
        }
        else if (device.Bytes < node.Capacity)
        {
            yield return new(FindingSeverity.Error, node.Name, $"'{path}' has {Show(device.Bytes)}, less than the capacity of {FactText.Size(node.Capacity)}", "say a smaller 'capacity'");
        }
    }

    private static IEnumerable<Finding> OfUnbound(Node node)
    {
        if (node.Kind.IsByteAddressable())
        {
            yield return new(FindingSeverity.Note, node.Name, "it says no 'numa': its memory lies wherever the kernel puts it");
        }
    }

    /// <summary>Two nodes of the topology on one of the machine's have it between them.</summary>
    private static IEnumerable<Finding> Shared(Topology topology, Machine machine)
    {
        foreach (IGrouping<int, Node> nodes in topology.Nodes.Where(node => node.Numa is not null).GroupBy(node => node.Numa!.Value).Where(group => group.Count() > 1))
        {
            long wanted = nodes.Sum(node => node.Capacity);
            if (Find(machine, nodes.Key) is { } found && found.Bytes < wanted && nodes.All(node => node.Capacity <= found.Bytes))
            {
                yield return new(
                    FindingSeverity.Error,
                    null,
                    $"{string.Join(" and ", nodes.Select(node => node.Name))} are both on NUMA node {nodes.Key}, which has {Show(found.Bytes)}, less than their {FactText.Size(wanted)}",
                    "say smaller capacities");
            }
        }
    }

    private static MemoryNode? Find(Machine machine, int numa) => machine.Nodes.FirstOrDefault(node => node.Id == numa);

    private static string Cpus(bool any, IEnumerable<int> cpus) => !any ? "no CPUs" : cpus.Any() ? $"the CPUs {Numbers.ShowList(cpus)}" : "CPUs";

    private static string Show(long bytes) => string.Create(Numbers.Culture, $"{bytes >> 20}MiB");
}
