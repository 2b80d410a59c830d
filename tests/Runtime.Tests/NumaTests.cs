using TierPolicy.Linux;
using TierPolicy.Nodes;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Nodes that are bound to NUMA nodes, as far as a machine with one of them shows it; tests/Kernel has the others.</summary>
public sealed class NumaTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");

    [LinuxFact]
    public void A_bound_node_lies_on_its_numa_node()
    {
        using MemoryLab<BoundDemoting> lab = new();
        PageId[] pages = lab.NewPages(40);
        Assert.Equal("NUMA node 0", lab.Memory.Nodes[1].Placement);
        foreach (Node node in lab.Memory.Core.Nodes)
        {
            Assert.NotEqual(0, node.Frames.InUse);
            Assert.True(node.Arena!.Backing!.IsBacked(0));
            Assert.Null(StrictPlacement.Elsewhere(node.Arena.Start, 4096, node: 0));
        }

        Assert.All(pages.Index(), page => Assert.Equal(page.Index, lab.Read(page.Item)));
        lab.AssertBalanced();
    }

    [LinuxFact]
    public void Memory_that_lies_elsewhere_is_told_with_the_node_that_it_lies_on()
    {
        using MappedMemory memory = MappedMemory.Reserve(4096, 1024, "for the test");
        Assert.Equal(0, MemoryAdvice.Populate(memory.Start, 1024 * 4096));
        Assert.Equal("NUMA node 5 is full: the kernel gave memory of node 0", StrictPlacement.Elsewhere(memory.Start, 1024 * 4096, node: 5));
        MemoryAdvice.GiveBack(memory.Start, 1024 * 4096);
        Assert.Equal("the kernel gave no memory of NUMA node 0: ENOENT (2, No such file or directory)", StrictPlacement.Elsewhere(memory.Start, 4096, node: 0));
    }

    [LinuxFact]
    public void A_numa_node_that_the_machine_has_not_is_told_with_those_that_it_has_and_the_way_out()
    {
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<FarDemoting>());
        Assert.StartsWith("Node 'Cxl' is bound to NUMA node 1000, which this machine has not: it has node 0 (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("TieredMemoryOptions.Emulate makes any topology run on any machine, by capacity alone.", error.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_numa_node_with_cpus_and_no_memory_is_told_to_be_one()
    {
        Machine("0,1000", "0", kilobytes: 1 << 20);
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<FarDemoting>(options => options.NumaNodesFolder = _folder.FullName));
        Assert.Contains("that one has CPUs and no memory; with memory it has node 0 (1024 MiB)", error.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_kernel_that_shows_no_numa_nodes_is_told_to_be_one()
    {
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<FarDemoting>(options => options.NumaNodesFolder = _folder.FullName));
        Assert.Contains($"it shows none in {_folder.FullName}", error.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Nodes_that_are_larger_together_than_their_numa_node_are_refused()
    {
        Machine("0", "0", kilobytes: 256);
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<BoundDemoting>(options =>
        {
            options.NumaNodesFolder = _folder.FullName;
            options.Capacities["Dram"] = 2 << 20;
            options.Capacities["Cxl"] = 3 << 20;
        }));
        Assert.StartsWith("Node 'Dram' and 'Cxl' cannot have 5 MiB on NUMA node 0, which has 0 MiB in all.", error.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void What_the_kernel_refuses_is_told_with_its_error()
    {
        Machine("0,1000", "0,1000", kilobytes: 1 << 20);
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<FarDemoting>(options => options.NumaNodesFolder = _folder.FullName));
        Assert.StartsWith("Node 'Cxl' cannot be bound to NUMA node 1000: mbind failed: EINVAL (22, Invalid argument).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Emulated_any_topology_runs_and_says_that_it_is_emulated()
    {
        using (MemoryLab<FarDemoting> lab = new(static options => options.Emulate = true))
        {
            PageId[] pages = lab.NewPages(40);
            Assert.Equal("emulated: ordinary memory instead of NUMA node 1000", lab.Memory.Nodes[1].Placement);
            Assert.Equal(24, lab.Memory.Nodes[1].PagesInUse);
            Assert.All(pages.Index(), page => Assert.Equal(page.Index, lab.Read(page.Item)));
        }

        using MemoryLab<DaxDemoting> dax = new(static options => options.Emulate = true);
        dax.NewPages(40);
        Assert.Equal("emulated: ordinary memory instead of a DAX device", dax.Memory.Nodes[1].Placement);
        Assert.Equal("ordinary memory, wherever the system puts it", dax.Memory.Nodes[0].Placement);
    }

    [LinuxTheory]
    [InlineData("/dev/dax9.9", "there is no such device")]
    [InlineData("/dev/null", "it is no DAX device: '/sys/dev/char/1:3/subsystem' does not lead to the dax bus")]
    [InlineData("/dev", "it is a folder")]
    public void What_is_no_dax_device_is_told_to_be_none(string path, string why)
    {
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<DaxDemoting>(options => options.Paths["Pmem"] = path));
        Assert.StartsWith($"Node 'Pmem' cannot be mapped from '{path}': {why}", error.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_file_on_a_file_system_without_dax_is_refused_and_not_left_behind()
    {
        string path = Path.Combine(_folder.FullName, "pages");
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<DaxDemoting>(options => options.Paths["Pmem"] = path));
        Assert.StartsWith($"Node 'Pmem' cannot be mapped from '{path}': it is on no DAX file system (mmap with MAP_SYNC failed: EOPNOTSUPP (95, Operation not supported)).", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        File.WriteAllText(path, "somebody's");
        error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<DaxDemoting>(options => options.Paths["Pmem"] = path));
        Assert.Contains("a file that exists already", error.Message, StringComparison.Ordinal);
        Assert.Equal("somebody's", File.ReadAllText(path));
    }

    [LinuxFact]
    public void A_dax_device_that_is_smaller_than_the_node_is_refused_with_both_sizes()
    {
        ShowAsDax("1:3");
        IOException error = Assert.Throws<IOException>(() => DaxMapping.Map("/dev/null", (2 << 20) + 1, _folder.FullName));
        Assert.StartsWith("the device has 2097152 bytes, and 4194304 are needed", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("mmap failed: ENODEV (19,", Assert.Throws<KernelException>(() => DaxMapping.Map("/dev/null", 2 << 20, _folder.FullName)).Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_dax_device_is_one_nodes_as_long_as_it_is_mapped()
    {
        ShowAsDax("1:5");
        using (MappedMemory first = DaxMapping.Map("/dev/zero", 2 << 20, _folder.FullName))
        {
            IOException error = Assert.Throws<IOException>(() => DaxMapping.Map("/dev/zero", 2 << 20, _folder.FullName));
            Assert.StartsWith("the device is in use already, by another node or by another memory", error.Message, StringComparison.Ordinal);
        }

        DaxMapping.Map("/dev/zero", 2 << 20, _folder.FullName).Dispose();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The kernel shows a device (1:3 is /dev/null, 1:5 /dev/zero) as if it were a DAX device of 2 MiB.</summary>
    private void ShowAsDax(string number)
    {
        string device = Directory.CreateDirectory(Path.Combine(_folder.FullName, number)).FullName;
        string bus = Directory.CreateDirectory(Path.Combine(_folder.FullName, "dax")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(device, "subsystem"), bus);
        File.WriteAllText(Path.Combine(device, "size"), "2097152\n");
        File.WriteAllText(Path.Combine(device, "align"), "2097152\n");
    }

    private void Machine(string online, string hasMemory, long kilobytes)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "online"), online);
        File.WriteAllText(Path.Combine(_folder.FullName, "has_memory"), hasMemory);
        foreach (int node in MachineNodes.ParseList(hasMemory))
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, FormattableString.Invariant($"node{node}"))).FullName;
            File.WriteAllText(Path.Combine(folder, "meminfo"), FormattableString.Invariant($"Node {node} MemTotal: {kilobytes} kB\nNode {node} MemFree: {kilobytes} kB\n"));
        }
    }
}
