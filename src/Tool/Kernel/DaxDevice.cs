namespace TierPolicy.Tool.Kernel;

/// <summary>A device of memory that is mapped as it is (<c>/sys/bus/dax/devices</c>, Documentation/ABI/testing/sysfs-bus-dax of Linux 6.12).</summary>
/// <param name="Name">Such as <c>dax0.0</c>.</param>
/// <param name="Bytes">0 for one that was not given a size yet.</param>
/// <param name="NumaNode">The nearest node on line; null where there is none.</param>
/// <param name="TargetNode">The node that it is, or would be as ordinary memory; null where firmware does not say.</param>
/// <param name="Driver"><c>device_dax</c>: mapped by programs; <c>kmem</c>: made a NUMA node; null for none.</param>
/// <param name="IsPersistent">Whether it is on an NVDIMM bus.</param>
internal sealed record DaxDevice(string Name, long Bytes, int? NumaNode, int? TargetNode, string? Driver, bool IsPersistent)
{
    public const string KernelMemoryDriver = "kmem";
    private const string Folder = "/sys/bus/dax/devices";

    /// <summary>What a program opens.</summary>
    public string Path => "/dev/" + Name;

    public static IReadOnlyList<DaxDevice> Read(KernelFiles files) => [.. files.Names(Folder).Select(name => Read(files, name))];

    private static DaxDevice Read(KernelFiles files, string name)
    {
        string folder = $"{Folder}/{name}";
        return new DaxDevice(
            name,
            files.TryReadNumber($"{folder}/size") ?? 0,
            Node("numa_node"),
            Node("target_node"),
            files.TryReadLink($"{folder}/driver") is { } driver ? System.IO.Path.GetFileName(driver) : null,
            files.TryReadLink(folder)?.Contains("/ndbus", StringComparison.Ordinal) == true);

        // -1, which is no number of a node, stands for none.
        int? Node(string file) => (int?)files.TryReadNumber($"{folder}/{file}");
    }
}
