using TierPolicy.Kernel.Tests.Lab;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Model;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Kernel.Tests;

/// <summary>What QEMU was told to be, what <c>probe</c> found in the machine, and what its kernel made of it.</summary>
public sealed class TopologyTests
{
    /// <summary>As many at once as there are processors: each machine is given one.</summary>
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount) };

    [VirtualMachineFact]
    public async Task Probe_gives_the_topology_that_qemu_was_told_and_its_table_is_the_kernels()
    {
        VirtualTopology[] machines = [.. Machines.Named, .. Machines.Random(count: 12 - Machines.Named.Count)];
        Assert.Equal(12, machines.Length);
        await Parallel.ForEachAsync(machines, AtOnce, async (machine, _) =>
        {
            MachineRun run = await VirtualMachine.RunAsync(machine, "part probe guest probe");
            string text = run.Part("probe");
            Assert.True(run.ExitCode("probe") == 0, text);
            try
            {
                Topology topology = Bind(text);
                AssertIsAsTold(machine.AsLinuxNumbersIt(), machine.Nodes[0], topology);
                AssertIsTheKernels(new BootLog(run.Console), Bind(text, topology.Tiers.Count > 1).Tables, topology.Nodes.Count);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{string.Join(' ', machine.ToArguments())}\n{text}\n{run.Console}", error);
            }
        });
    }

    /// <summary>Sound, without a word, and in shape.</summary>
    private static Topology Bind(string text)
    {
        Assert.Equal(text, Formatter.Format("", text));
        PolicyProject project = PolicyProject.OfText("probed.tierpolicy", text);
        Assert.Empty(project.Diagnostics);
        return Assert.Single(project.Binding.Topologies);
    }

    /// <summary>A policy on it, whose table is compiled as any other's.</summary>
    private static Policy Bind(string text, bool hasSlowMemory)
    {
        string promote = hasSlowMemory ? "promote * -> * when page.accesses > 1;" : "";
        PolicyProject project = PolicyProject.OfText("probed.tierpolicy", $"{text}\npolicy P on Machine {{ reclaim migrate; order tiers; {promote} }}");
        Assert.Empty(project.Errors);
        return Assert.Single(project.Binding.Policies);
    }

    /// <param name="told">By Linux's numbers.</param>
    /// <param name="lowest">The node whose memory is the lowest, where the kernel itself lies.</param>
    /// <param name="topology">What was found.</param>
    private static void AssertIsAsTold(VirtualTopology told, VirtualNode lowest, Topology topology)
    {
        Assert.Equal(told.Nodes.Count, topology.Nodes.Count);
        int nextCpu = 0;
        foreach ((VirtualNode expected, Node node) in told.Nodes.Zip(topology.Nodes))
        {
            Assert.Equal(node.Id, node.Numa);
            Assert.Equal(expected.Cpus > 0, node.HasCpus);
            Assert.Equal(Enumerable.Range(nextCpu, expected.Cpus), node.Cpus);
            nextCpu += expected.Cpus;
            Assert.Equal(expected.LatencyNanoseconds, node.LatencyNanoseconds);
            Assert.Equal((long)expected.MebibytesPerSecond << 20, node.BytesPerSecond);

            // The kernel keeps some of it: 64 bytes a page for their descriptors, and what it is itself.
            Assert.InRange(node.Capacity >> 20, expected.Mebibytes - (ReferenceEquals(expected, lowest) ? 80 : 16), expected.Mebibytes);
            Assert.Equal(told.Distances[node.Id], Enumerable.Range(0, topology.Nodes.Count).Select(target => topology.Distance(node.Id, target)));
        }
    }

    private static void AssertIsTheKernels(BootLog log, DemotionTables tables, int nodes)
    {
        for (int node = 0; node < nodes; node++)
        {
            Assert.Equal(log.Preferred(node), Ids(tables.Preferred[node]));
            Assert.Equal(log.Fallback(node), Ids(tables.Fallback[node]));
            Assert.Equal(log.AllocationOrder(node), tables.AllocationOrder.Skip(node * nodes).Take(nodes).Select(entry => (int)entry));
        }

        static IEnumerable<int> Ids(ulong set) => Enumerable.Range(0, 64).Where(node => (set & (1UL << node)) != 0);
    }
}
