using System.Text;

namespace TierPolicy.Tool.Kernel;

/// <summary>A file system on a block device, mounted so that files can be written.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Source">The device's file.</param>
/// <param name="FileSystem">Its type.</param>
/// <param name="Device">Major and minor number of the device, as in <c>/sys/dev/block</c>.</param>
/// <param name="DeviceBytes">The size of the device; null where the kernel does not show it.</param>
/// <param name="FreeBytes">What a file may take now; null where it cannot be asked.</param>
internal sealed record MountPoint(string Path, string Source, string FileSystem, string Device, long? DeviceBytes, long? FreeBytes)
{
    // Sectors in /sys are of 512 bytes, whatever the device's are (include/linux/types.h, sector_t).
    private const int Sector = 512;

    /// <summary>One a file system: the shortest of its paths.</summary>
    public static IReadOnlyList<MountPoint> Read(KernelFiles files)
    {
        string[] lines = (files.TryRead("/proc/self/mountinfo") ?? "").Split('\n');
        return
        [
            .. lines.Select(line => TryParse(files, line)).OfType<MountPoint>()
                .GroupBy(mount => mount.Source, (_, mounts) => mounts.MinBy(mount => mount.Path.Length)!)
                .OrderBy(mount => mount.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>"27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw" (proc_pid_mountinfo(5)): fields up to a dash vary in number.</summary>
    private static MountPoint? TryParse(KernelFiles files, string line)
    {
        string[] fields = line.Split(' ');
        int dash = Array.IndexOf(fields, "-");
        if (dash < 6 || fields.Length < dash + 4)
        {
            return null;
        }

        (string device, string within, string path, string options) = (fields[2], fields[3], Unescape(fields[4]), fields[5]);
        (string fileSystem, string source) = (fields[dash + 1], Unescape(fields[dash + 2]));
        bool isWritable = options.Split(',').Contains("rw") && fields[dash + 3].Split(',').Contains("rw");
        return within == "/" && isWritable && source.StartsWith("/dev/", StringComparison.Ordinal)
            ? new MountPoint(path, source, fileSystem, device, Size(files, device), FreeSpace(files, path))
            : null;
    }

    private static long? Size(KernelFiles files, string device) => files.TryReadNumber($"/sys/dev/block/{device}/size") * Sector;

    private static long? FreeSpace(KernelFiles files, string path)
    {
        try
        {
            return files.IsThisMachine ? new DriveInfo(path).AvailableFreeSpace : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Blanks and the like stand there as <c>\040</c>, in octal.</summary>
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        List<byte> bytes = [];
        ReadOnlySpan<byte> escaped = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < escaped.Length; i++)
        {
            bool isEscape = escaped[i] == '\\' && i + 3 < escaped.Length && escaped.Slice(i + 1, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0;
            bytes.Add(isEscape ? (byte)(((escaped[i + 1] - '0') << 6) | ((escaped[i + 2] - '0') << 3) | (escaped[i + 3] - '0')) : escaped[i]);
            i += isEscape ? 3 : 0;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
