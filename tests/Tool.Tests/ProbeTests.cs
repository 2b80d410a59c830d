using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary>Machines that were recorded, and this one; tests/Kernel asks virtual ones.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nodes_are_written_with_where_each_number_came_from()
    {
        Assert.Equal(
            """
            // What this machine has, written by 'tierpolicy probe' on Linux 6.12.117+deb12-cloud-amd64.
            // Files that are named without a folder are below /sys/devices/system/node, memory tiers in /sys/devices/virtual/memory_tiering.
            // Tiers are the kernel's: nodes stand in none here, and fall into theirs by abstract distance.

            topology Machine
            {
                node Dram0 : dram
                {
                    capacity 465MiB;     // MemTotal of node0/meminfo, 476700 kB, in whole MiB; 446188 kB are free
                    cpus 0-1;            // node0/cpulist
                    numa 0;
                    latency 10ns;        // node0/access1/initiators: as node 0 reads
                    bandwidth 20GiB/s;   // node0/access1/initiators: as node 0 reads
                    adistance 512;       // memory_tier4, times 128
                }

                // no CPUs, and in a lower tier than those that have some: CXL, or what is like it
                node Cxl1 : cxl
                {
                    capacity 251MiB;     // MemTotal of node1/meminfo, 257876 kB, in whole MiB; 249504 kB are free
                    numa 1;
                    latency 20ns;        // node1/access1/initiators: as node 0 reads
                    bandwidth 10GiB/s;   // node1/access1/initiators: as node 0 reads
                    adistance 2304;      // memory_tier18, times 128
                }

                // no CPUs, and in a lower tier than those that have some: CXL, or what is like it
                node Cxl2 : cxl
                {
                    capacity 502MiB;     // MemTotal of node2/meminfo, 514740 kB, in whole MiB; 505508 kB are free
                    numa 2;
                    latency 40ns;        // node2/access1/initiators: as node 0 reads
                    bandwidth 5GiB/s;    // node2/access1/initiators: as node 0 reads
                    adistance 9216;      // memory_tier72, times 128
                }

                // The SLIT, nodeN/distance.
                distance
                {
                         Dram0 Cxl1 Cxl2
                    Dram0   10   17   28
                    Cxl1    17   10   28
                    Cxl2    28   28   10
                }
            }

            """.ReplaceLineEndings("\n").Split('\n').Select(Collapse),
            Of("three-tiers").Output.Split('\n').Select(Collapse));

        // How its columns are aligned is the formatter's, and has tests of its own.
        static string Collapse(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData]
    [InlineData("--mounts")]
    [InlineData("--topology", "Box", "--namespace", "Acme.Search")]
    public void What_it_writes_is_sound_without_a_word_and_in_shape(params string[] options)
    {
        RecordedMachine.Set(_folder, "/sys/bus/dax/devices/dax0.0/size", "4294967296\n");
        RecordedMachine.Set(_folder, "/sys/devices/system/node/node1/distance", "10 255 33\n");
        string path = _folder.PathOf("probed.tierpolicy");
        Run run = Run.Of(["probe", path, "--root", RecordedMachine.Unpack(_folder, "three-tiers"), .. options]);
        Assert.Equal(new Run(0, $"wrote {path}; next: a policy on its topology, and tierpolicy verify {path}\n", ""), run);
        AssertSound(path);

        RecordedMachine.Set(_folder, "/sys/devices/system/node/node1/distance", "255 10 33\n");
        Assert.Equal(0, Run.Of(["probe", path, "--force", "--root", _folder.PathOf("machine"), .. options]).ExitCode);
        AssertSound(path);
        Assert.Contains("// tierpolicy disable TP0112", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_that_it_runs_on_is_found()
    {
        if (!Directory.Exists("/sys/devices/system/node/node0"))
        {
            return;
        }

        string path = _folder.PathOf("here.tierpolicy");
        Run run = Run.Of("probe", path, "--mounts");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        AssertSound(path);
        Assert.Contains("numa 0;", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_can_be_measured()
    {
        if (!Directory.Exists("/sys/devices/system/node/node0"))
        {
            return;
        }

        Run run = Run.Of("probe", "--measure", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (JsonElement node in run.ReadJson().GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("numa").GetInt32() == 0))
        {
            Assert.True(node.GetProperty("latency").GetInt64() > 0);
            Assert.True(node.GetProperty("bandwidth").GetInt64() > 0);
        }
    }

    [Fact]
    public void File_systems_become_file_nodes_where_files_can_be_written_and_each_once()
    {
        JsonElement[] nodes = [.. Of("three-tiers", "--mounts", "--json").ReadJson().GetProperty("nodes").EnumerateArray()];
        JsonElement file = Assert.Single(nodes, node => node.GetProperty("kind").GetString() == "file");
        Assert.Equal("/var/lib/my data/pages.tier", file.GetProperty("path").GetString());
        Assert.Equal(1L << 30, file.GetProperty("capacity").GetInt64());
        Assert.Equal(4, nodes.Length);
    }

    [Fact]
    public void A_dax_device_is_a_node_of_its_own_unless_the_kernel_took_it_for_memory()
    {
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax0.0/size", "1073741824\n");
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax0.0/numa_node", "0\n");
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax0.0/target_node", "3\n");
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax0.0/driver", "=> ../../../bus/dax/drivers/device_dax");
        RecordedMachine.Set(_folder, "/sys/bus/dax/devices/dax0.0", "=> ../../../devices/nd/ndbus0/dax0.0");
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax1.0/size", "1073741824\n");
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax1.0/target_node", "2\n");
        RecordedMachine.Set(_folder, "/sys/devices/nd/ndbus0/dax1.0/driver", "=> ../../../bus/dax/drivers/kmem");
        RecordedMachine.Set(_folder, "/sys/bus/dax/devices/dax1.0", "=> ../../../devices/nd/ndbus0/dax1.0");
        Assert.Equal(
            [("Dram0", "dram"), ("Cxl1", "cxl"), ("Pmem2", "pmem"), ("Dax0_0", "dax")],
            Of("three-tiers", "--json").ReadJson().GetProperty("nodes").EnumerateArray().Select(node => (node.GetProperty("name").GetString()!, node.GetProperty("kind").GetString()!)));
        string text = Of("three-tiers").Output;
        Assert.Contains("// dax1.0, on an NVDIMM bus, is this node", text, StringComparison.Ordinal);
        Assert.Contains("path \"/dev/dax0.0\";", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        string root = RecordedMachine.Unpack(_folder, "three-tiers");
        Run.Of("probe", "--root", _folder.PathOf("nothing")).AssertWrongUsage(
            $"'{_folder.PathOf("nothing/sys/devices/system/node")}' shows no nodes: the machine is read from there, which needs Linux with CONFIG_NUMA, and /sys mounted");
        Run.Of("probe", "--root", root, "--measure").AssertWrongUsage("--measure measures this machine, and --root asks for another one");
        Run.Of("probe", "--root", root, "--topology", "A B").AssertWrongUsage("--topology 'A B': expected the end, found 'B'");
        string path = _folder.Write("mine.tierpolicy", "// mine");
        Run.Of("probe", path, "--root", root).AssertWrongUsage($"'{path}' is there already; --force writes over it");
        foreach ((string file, string text) in new[] { ("node0/distance", "10 x 20"), ("node0/cpulist", "0-2147483647") })
        {
            string shown = $"/sys/devices/system/node/{file}";
            string before = RecordedMachine.Get(_folder, shown);
            RecordedMachine.Set(_folder, shown, text);
            Assert.Equal(2, Run.Of("probe", "--root", root).ExitCode);
            RecordedMachine.Set(_folder, shown, before);
        }

        RecordedMachine.Set(_folder, "/sys/devices/system/node/online", "0-x");
        Run.Of("probe", "--root", root).AssertWrongUsage($"'{root}/sys/devices/system/node' is not as Linux writes it: 'x' stands where the kernel writes a number.");
    }

    private Run Of(string machine, params string[] options)
    {
        string root = Directory.Exists(_folder.PathOf("machine/proc")) ? _folder.PathOf("machine") : RecordedMachine.Unpack(_folder, machine);
        Run run = Run.Of(["probe", "--root", root, .. options]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    private static void AssertSound(string path)
    {
        Assert.Equal(new Run(0, "1 file: nothing to report\n", ""), Run.Of("check", path));
        Assert.Equal(0, Run.Of("fmt", "--check", path).ExitCode);
    }
}
