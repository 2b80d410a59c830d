namespace TierPolicy.Kernel.Guest;

/// <summary>Prints the files of the kernel that the tool looks at, for tests without a machine: a line "== PATH" before each one's text, "=> TARGET" as that of a link.</summary>
internal static class Recording
{
    private static readonly string[] Roots =
    [
        "/sys/devices/system/node", "/sys/devices/virtual/memory_tiering", "/sys/kernel/mm/numa", "/sys/bus/dax/devices", "/sys/dev/block",
        "/proc/sys/vm/zone_reclaim_mode", "/proc/sys/kernel/numa_balancing", "/proc/sys/kernel/osrelease", "/proc/self/mountinfo",
    ];

    private static readonly string[] Names =
    [
        "online", "distance", "meminfo", "cpulist", "read_latency", "read_bandwidth", "nodelist", "demotion_enabled", "size", "numa_node", "target_node", "driver",
        "zone_reclaim_mode", "numa_balancing", "osrelease", "mountinfo",
    ];

    public static int Print()
    {
        foreach (string root in Roots)
        {
            Print(root);
        }

        return 0;
    }

    private static void Print(string path)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        bool isNamed = Names.Contains(entry.Name);
        if (entry.LinkTarget is { } target)
        {
            if (isNamed || entry.Name.StartsWith("node", StringComparison.Ordinal) || entry.Name.StartsWith("dax", StringComparison.Ordinal))
            {
                Console.WriteLine($"== {path}\n=> {target}");
            }

            // Devices stand in folders of links; of others there would be no end.
            if (!entry.Name.StartsWith("dax", StringComparison.Ordinal) && !path.StartsWith("/sys/dev/block/", StringComparison.Ordinal))
            {
                return;
            }
        }

        if (entry is FileInfo)
        {
            if (isNamed)
            {
                Console.WriteLine($"== {path}\n{File.ReadAllText(path).TrimEnd()}");
            }

            return;
        }

        foreach (string inner in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
        {
            Print(inner);
        }
    }
}
