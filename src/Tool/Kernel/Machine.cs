extern alias runtime;

using runtime::TierPolicy.Linux;

namespace TierPolicy.Tool.Kernel;

/// <summary>A machine's memory, as its kernel shows it.</summary>
internal sealed record Machine
{
    private const string NodeFolder = "/sys/devices/system/node";
    private const string TierFolder = "/sys/devices/virtual/memory_tiering";
    private const int Kibi = 1024;

    /// <summary>The kernel's version, "6.12.117+deb12-cloud-amd64".</summary>
    public required string KernelRelease { get; init; }

    /// <summary>The nodes with memory, by number.</summary>
    public required IReadOnlyList<MemoryNode> Nodes { get; init; }

    /// <summary>The nodes that have CPUs and no memory: their CPUs allocate on the nearest that has some.</summary>
    public required IReadOnlyDictionary<int, IReadOnlyList<int>> CpusWithoutMemory { get; init; }

    public required IReadOnlyList<DaxDevice> DaxDevices { get; init; }

    /// <summary>Whether the kernel shows memory tiers (Linux 6.1 and later, with page migration).</summary>
    public bool HasMemoryTiers => Nodes.Any(node => node.MemoryTier is not null);

    /// <summary>The slowest tier that has CPUs in it (<c>top_tier_adistance</c>, mm/memory-tiers.c): what lies below is slow memory.</summary>
    public int? CpuTier => Nodes.Where(node => node.HasCpus).Max(node => node.MemoryTier);

    /// <exception cref="UsageException">The kernel shows no nodes.</exception>
    public static Machine Read(KernelFiles files)
    {
        string folder = files.PathOf(NodeFolder);
        try
        {
            return Read(files, MachineNodes.Read(folder) ?? throw new UsageException($"'{folder}' shows no nodes: the machine is read from there, which needs Linux with CONFIG_NUMA, and /sys mounted"));
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new UsageException($"'{folder}' is not as Linux writes it: {error.Message}");
        }
    }

    private static Machine Read(KernelFiles files, MachineNodes nodes)
    {
        Dictionary<int, int> tiers = ReadTiers(files);
        return new Machine
        {
            KernelRelease = files.TryRead("/proc/sys/kernel/osrelease") ?? "of an unknown version",
            Nodes = [.. nodes.WithMemory.Where(node => node.TotalBytes > 0).Select(node => ReadNode(files, node, nodes.Online, tiers))],
            CpusWithoutMemory = nodes.Online.Where(node => nodes.Find(node) is not { TotalBytes: > 0 }).ToDictionary(node => node, node => ReadCpus(files, node)),
            DaxDevices = DaxDevice.Read(files),
        };
    }

    private static IReadOnlyList<int> ReadCpus(KernelFiles files, int node) => Numbers.ParseList(files.TryRead(string.Create(Numbers.Culture, $"{NodeFolder}/node{node}/cpulist")));

    private static Dictionary<int, int> ReadTiers(KernelFiles files)
    {
        const string Prefix = "memory_tier";
        Dictionary<int, int> tiers = [];
        foreach (int tier in files.Numbered(TierFolder, Prefix))
        {
            foreach (int node in Numbers.ParseList(files.TryRead(string.Create(Numbers.Culture, $"{TierFolder}/{Prefix}{tier}/nodelist"))))
            {
                tiers[node] = tier;
            }
        }

        return tiers;
    }

    private static MemoryNode ReadNode(KernelFiles files, MachineNode node, IReadOnlyList<int> online, Dictionary<int, int> tiers)
    {
        // An entry a node that is on line (node_read_distance, drivers/base/node.c).
        string[] row = (files.TryRead(string.Create(Numbers.Culture, $"{NodeFolder}/node{node.Id}/distance")) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new MemoryNode
        {
            Id = node.Id,
            Bytes = node.TotalBytes,
            FreeBytes = node.FreeBytes,
            Cpus = ReadCpus(files, node.Id),
            Distances = online.Zip(row).ToDictionary(pair => pair.First, pair => int.Parse(pair.Second, Numbers.Style, Numbers.Culture)),
            MemoryTier = tiers.TryGetValue(node.Id, out int tier) ? tier : null,
            Speed = ReadSpeed(files, node.Id),
        };
    }

    /// <summary>Access class 1 is the best of the CPUs, 0 the best of all that accesses memory, GPUs too.</summary>
    private static DeclaredSpeed? ReadSpeed(KernelFiles files, int id)
    {
        foreach (int access in (int[])[1, 0])
        {
            string source = string.Create(Numbers.Culture, $"node{id}/access{access}/initiators");
            long latency = files.TryReadNumber($"{NodeFolder}/{source}/read_latency") ?? 0;
            long bandwidth = files.TryReadNumber($"{NodeFolder}/{source}/read_bandwidth") ?? 0;
            if (latency > 0 || bandwidth > 0)
            {
                return new DeclaredSpeed(source, files.Numbered($"{NodeFolder}/{source}", "node"), latency > 0 ? latency : null, bandwidth > 0 ? bandwidth * Kibi * Kibi : null);
            }
        }

        return null;
    }
}
