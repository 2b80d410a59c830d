using System.Globalization;

namespace TierPolicy.Linux;

/// <summary>A NUMA node of the machine that has memory.</summary>
/// <param name="Id">The kernel's number of it.</param>
/// <param name="TotalBytes">Memory that the kernel manages there (<c>MemTotal</c>).</param>
/// <param name="FreeBytes">Memory that nobody uses just now (<c>MemFree</c>): caches, which the kernel would give up, are not counted.</param>
internal readonly record struct MachineNode(int Id, long TotalBytes, long FreeBytes);

/// <summary>The machine's NUMA nodes, as <c>/sys/devices/system/node</c> shows them (Linux, <c>drivers/base/node.c</c>). Read once: a value at one moment.</summary>
internal sealed class MachineNodes
{
    /// <summary>Where the kernel shows them.</summary>
    public const string DefaultFolder = "/sys/devices/system/node";

    // CPUs and nodes (NR_CPUS_RANGE_END, arch/x86/Kconfig, 6.12; there are fewer nodes).
    private const int MostNumber = 8192;

    private MachineNodes(IReadOnlyList<int> online, IReadOnlyList<MachineNode> withMemory)
    {
        Online = online;
        WithMemory = withMemory;
    }

    /// <summary>The numbers of all nodes that are on line, those included that have CPUs and no memory; ascending.</summary>
    public IReadOnlyList<int> Online { get; }

    /// <summary>Those that have memory, ascending.</summary>
    public IReadOnlyList<MachineNode> WithMemory { get; }

    /// <summary>Reads them. Null where there are none to read: on another system, and on a kernel built without NUMA.</summary>
    /// <param name="folder">Instead of the kernel's, for tests.</param>
    /// <exception cref="IOException">The folder is there, and what is in it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="FormatException">What is in it is not as the kernel writes it.</exception>
    public static MachineNodes? Read(string folder = DefaultFolder)
    {
        string online = Path.Combine(folder, "online");
        if (!File.Exists(online))
        {
            return null;
        }

        string hasMemory = Path.Combine(folder, "has_memory");
        IReadOnlyList<int> nodes = ParseList(File.ReadAllText(online));
        IReadOnlyList<int> withMemory = File.Exists(hasMemory) ? ParseList(File.ReadAllText(hasMemory)) : nodes;
        return new MachineNodes(nodes, [.. withMemory.Select(node => ReadNode(folder, node))]);
    }

    /// <summary>The node of that number; null where the machine has none, or none with memory.</summary>
    public MachineNode? Find(int id)
    {
        foreach (MachineNode node in WithMemory)
        {
            if (node.Id == id)
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>Reads a list as the kernel writes it (<c>Documentation/admin-guide/cputopology.rst</c>, <c>%*pbl</c>): "0-2,5"; empty for none.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<int> ParseList(string text)
    {
        List<int> ids = [];
        foreach (string range in text.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            int first = Number(ends[0]);
            int last = ends.Length == 1 ? first : Number(ends[1]);
            if (last > MostNumber)
            {
                throw new FormatException(FormattableString.Invariant($"'{range}' goes beyond {MostNumber}, the most that Linux counts."));
            }

            for (int id = first; id <= last; id++)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private static MachineNode ReadNode(string folder, int node)
    {
        string path = Path.Combine(folder, FormattableString.Invariant($"node{node}"), "meminfo");
        string[] lines = File.ReadAllLines(path);
        return new MachineNode(node, BytesOf(lines, "MemTotal", path), BytesOf(lines, "MemFree", path));
    }

    // "Node 0 MemTotal:       10447052 kB"
    private static long BytesOf(string[] lines, string name, string path)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 4 && words[2] == name + ":")
            {
                return long.Parse(words[3], NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
            }
        }

        throw new FormatException($"'{path}' has no line '{name}'.");
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new FormatException($"'{text}' stands where the kernel writes a number.");
}
