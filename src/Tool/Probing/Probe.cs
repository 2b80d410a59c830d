using TierPolicy.Language.Model;
using TierPolicy.Tool.Explaining;
using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Probing;

/// <summary>Makes nodes of what the kernel shows.</summary>
internal static class Probe
{
    /// <summary>A memory tier is the abstract distance divided by this (<c>MEMTIER_CHUNK_SIZE</c>, include/linux/memory-tiers.h).</summary>
    public const int TierWidth = 128;

    private const long Mebi = 1 << 20;

    /// <param name="machine">What is there.</param>
    /// <param name="mounts">The file systems that become file nodes.</param>
    /// <param name="measure">Measures a node whose speed the firmware does not say; null: it stays unsaid.</param>
    public static IReadOnlyList<ProbedNode> Nodes(Machine machine, IReadOnlyList<MountPoint> mounts, Func<MemoryNode, MeasuredSpeed>? measure)
        => [.. machine.Nodes.Select(node => OfMemory(machine, node, measure)), .. machine.DaxDevices.Where(IsMapped).Select(OfDevice), .. Files(mounts)];

    /// <summary>Programs map it, and it has a size: as <c>kmem</c> it is among the nodes already.</summary>
    private static bool IsMapped(DaxDevice device) => device.Driver != DaxDevice.KernelMemoryDriver && device.Bytes >= Mebi;

    private static ProbedNode OfMemory(Machine machine, MemoryNode node, Func<MemoryNode, MeasuredSpeed>? measure)
    {
        (NodeKind kind, string? reason) = KindOf(machine, node);
        MeasuredSpeed? measured = node.Speed is { LatencyNanoseconds: not null, BytesPerSecond: not null } ? null : measure?.Invoke(node);
        string declared = node.Speed is { } speed ? Source(speed) : "";
        return new ProbedNode
        {
            Name = Name(kind, node.Id),
            Kind = kind,
            KindReason = reason,
            Capacity = new(node.Bytes / Mebi * Mebi, Invariant($"MemTotal of node{node.Id}/meminfo, {node.Bytes / 1024} kB, in whole MiB; {node.FreeBytes / 1024} kB are free")),
            Cpus = node.HasCpus ? new(node.Cpus, Invariant($"node{node.Id}/cpulist")) : null,
            Numa = node.Id,
            LatencyNanoseconds = node.Speed?.LatencyNanoseconds is { } latency ? new(latency, declared)
                : measured is null ? null : new(measured.LatencyNanoseconds, measured.LatencySource),
            BytesPerSecond = node.Speed?.BytesPerSecond is { } bandwidth ? new(bandwidth, declared)
                : measured is null ? null : new(measured.BytesPerSecond, measured.BandwidthSource),
            AbstractDistance = node.MemoryTier is { } tier ? new(tier * TierWidth, Invariant($"memory_tier{tier}, times {TierWidth}")) : null,
            Distances = node.Distances.Count > 0 ? node.Distances : null,
        };
    }

    private static string Source(DeclaredSpeed speed)
        => speed.Initiators.Count == 0 ? speed.Source : $"{speed.Source}: as node {Numbers.ShowList(speed.Initiators)} reads";

    /// <summary>The kernel knows how fast memory is, and not what it is made of.</summary>
    private static (NodeKind Kind, string? Reason) KindOf(Machine machine, MemoryNode node)
    {
        if (node.HasCpus)
        {
            return (NodeKind.Dram, null);
        }

        if (machine.DaxDevices.FirstOrDefault(device => device.TargetNode == node.Id && device.Driver == DaxDevice.KernelMemoryDriver) is { } device)
        {
            return device.IsPersistent
                ? (NodeKind.Pmem, $"{device.Name}, on an NVDIMM bus, is this node")
                : (NodeKind.Cxl, $"{device.Name} is this node");
        }

        return (machine.CpuTier, node.MemoryTier) switch
        {
            ({ } cpus, { } tier) when tier > cpus => (NodeKind.Cxl, "no CPUs, and in a lower tier than those that have some: CXL, or what is like it"),
            ({ } cpus, { } tier) when tier < cpus => (NodeKind.Hbm, "no CPUs, and in a higher tier than those that have some"),
            ({ }, { }) => (NodeKind.Dram, "no CPUs, but in the tier of those that have some: the firmware tells of no difference"),
            _ => (NodeKind.Cxl, "no CPUs; this kernel shows no memory tiers"),
        };
    }

    private static ProbedNode OfDevice(DaxDevice device) => new()
    {
        // dax0.1: a name has no dots.
        Name = Name(NodeKind.Dax, device.Name[3..].Replace('.', '_')),
        Kind = NodeKind.Dax,
        KindReason = device.NumaNode is { } near ? Invariant($"{device.Name}, near node {near}") : device.Name,
        Capacity = new(device.Bytes / Mebi * Mebi, $"{device.Name}/size, {device.Bytes} bytes, in whole MiB"),
        Path = device.Path,
    };

    private static IEnumerable<ProbedNode> Files(IReadOnlyList<MountPoint> mounts)
    {
        int number = 0;
        foreach (MountPoint mount in mounts)
        {
            if ((mount.FreeBytes ?? mount.DeviceBytes) is { } bytes && bytes >= Mebi)
            {
                yield return new ProbedNode
                {
                    Name = Name(NodeKind.File, number++),
                    Kind = NodeKind.File,
                    KindReason = $"{mount.FileSystem} on {mount.Source}{(mount.DeviceBytes is { } size ? $", {FactText.Size(size)} (/sys/dev/block/{mount.Device}/size)" : "")}",
                    Capacity = new(bytes / Mebi * Mebi, mount.FreeBytes is null ? "the size of the device" : "what is free (statfs)"),
                    Path = Path.Combine(mount.Path, "pages.tier"),
                };
            }
        }
    }

    private static string Name(NodeKind kind, object number) => Invariant($"{kind}{number}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
