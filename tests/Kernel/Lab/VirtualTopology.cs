using System.Globalization;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>What QEMU is told to be: NUMA nodes by QEMU's numbers.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Distances">The SLIT: a row a source.</param>
internal sealed record VirtualTopology(IReadOnlyList<VirtualNode> Nodes, int[][] Distances)
{
    /// <summary>
    /// The nodes as Linux numbers them, by QEMU's numbers: those with CPUs first, because the SRAT's entries of processors are read before those of memory (<c>acpi_numa_init</c>,
    /// drivers/acpi/numa/srat.c of Linux 6.12).
    /// </summary>
    public IReadOnlyList<int> LinuxOrder => [.. Enumerable.Range(0, Nodes.Count).OrderBy(node => Nodes[node].Cpus > 0 ? 0 : 1).ThenBy(node => node)];

    public int Cpus => Nodes.Sum(node => node.Cpus);

    /// <summary>The same as Linux sees it.</summary>
    public VirtualTopology AsLinuxNumbersIt()
    {
        IReadOnlyList<int> order = LinuxOrder;
        return new([.. order.Select(node => Nodes[node])], [.. order.Select(source => order.Select(target => Distances[source][target]).ToArray())]);
    }

    public IEnumerable<string> ToArguments()
    {
        yield return "-m";
        yield return Invariant($"{Nodes.Sum(node => node.Mebibytes)}M");
        yield return "-smp";
        yield return Cpus.ToString(CultureInfo.InvariantCulture);
        int firstInitiator = Enumerable.Range(0, Nodes.Count).First(node => Nodes[node].Cpus > 0);
        int nextCpu = 0;
        for (int i = 0; i < Nodes.Count; i++)
        {
            VirtualNode node = Nodes[i];
            yield return "-object";
            yield return Invariant($"memory-backend-ram,id=m{i},size={node.Mebibytes}M");
            yield return "-numa";
            yield return node.Cpus > 0
                ? Invariant($"node,nodeid={i},memdev=m{i},cpus={nextCpu}-{nextCpu + node.Cpus - 1},initiator={i}")
                : Invariant($"node,nodeid={i},memdev=m{i},initiator={firstInitiator}");
            nextCpu += node.Cpus;
        }

        foreach (string argument in Pairs())
        {
            yield return "-numa";
            yield return argument;
        }
    }

    private IEnumerable<string> Pairs()
    {
        for (int source = 0; source < Nodes.Count; source++)
        {
            for (int target = 0; target < Nodes.Count; target++)
            {
                yield return Invariant($"dist,src={source},dst={target},val={Distances[source][target]}");
            }
        }

        foreach (int initiator in Enumerable.Range(0, Nodes.Count).Where(node => Nodes[node].Cpus > 0))
        {
            for (int target = 0; target < Nodes.Count; target++)
            {
                yield return Invariant($"hmat-lb,initiator={initiator},target={target},hierarchy=memory,data-type=access-latency,latency={Nodes[target].LatencyNanoseconds}");
                yield return Invariant($"hmat-lb,initiator={initiator},target={target},hierarchy=memory,data-type=access-bandwidth,bandwidth={Nodes[target].MebibytesPerSecond}M");
            }
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>One node.</summary>
internal sealed record VirtualNode(int Mebibytes, int LatencyNanoseconds, int MebibytesPerSecond, int Cpus = 0);
