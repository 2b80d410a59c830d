using TierPolicy.Linux;

namespace TierPolicy.Runtime.Tests;

public sealed class MachineNodesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");

    [Fact]
    public void Nodes_are_those_on_line_and_their_memory_is_what_their_meminfo_says()
    {
        File.WriteAllText(PathOf("online"), "0-2,4\n");
        File.WriteAllText(PathOf("has_memory"), "0,2,4\n");
        Meminfo(0, total: 1000, free: 10);
        Meminfo(2, total: 16_777_216_000, free: 20);
        Meminfo(4, total: 3000, free: 3000);
        MachineNodes nodes = MachineNodes.Read(_folder.FullName)!;
        Assert.Equal([0, 1, 2, 4], nodes.Online);
        Assert.Equal([new(0, 1000 * 1024, 10 * 1024), new(2, 16_777_216_000 * 1024, 20 * 1024), new(4, 3000 * 1024, 3000 * 1024)], nodes.WithMemory);
        Assert.Null(nodes.Find(1));
        Assert.Equal(3000 * 1024, nodes.Find(4)?.FreeBytes);
    }

    [Fact]
    public void A_kernel_without_numa_has_no_nodes() => Assert.Null(MachineNodes.Read(_folder.FullName));

    [Fact]
    public void What_the_kernel_would_not_write_is_told()
    {
        File.WriteAllText(PathOf("online"), "0\n");
        File.WriteAllText(PathOf("has_memory"), "zero\n");
        Assert.Contains("'zero' stands where", Assert.Throws<FormatException>(() => MachineNodes.Read(_folder.FullName)).Message, StringComparison.Ordinal);
        File.WriteAllText(PathOf("has_memory"), "0\n");
        Directory.CreateDirectory(PathOf("node0"));
        File.WriteAllText(Path.Combine(PathOf("node0"), "meminfo"), "Node 0 MemTotal: 5 kB\n");
        Assert.Contains("has no line 'MemFree'", Assert.Throws<FormatException>(() => MachineNodes.Read(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Meminfo(int node, long total, long free)
    {
        string folder = PathOf(FormattableString.Invariant($"node{node}"));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "meminfo"), FormattableString.Invariant($"Node {node} MemTotal:       {total} kB\nNode {node} MemFree:         {free} kB\nNode {node} MemUsed:          {total - free} kB\n"));
    }
}
