using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TierPolicy.Tool.Kernel;

/// <summary>
/// The demotion targets that the kernel chose. It says them in its log whenever the nodes change, and nowhere else (<c>dump_demotion_targets</c>, mm/memory-tiers.c of Linux 6.12).
/// </summary>
/// <param name="targets">The targets by the number of the node; what was said last counts.</param>
internal sealed partial class DemotionLog(IReadOnlyDictionary<int, KernelTargets> targets)
{
    private const int ReadAll = 3;
    private const int SizeOfBuffer = 10;

    public IReadOnlyDictionary<int, KernelTargets> Targets => targets;

    /// <summary>Of this machine by <c>syslog(2)</c>; of a recorded one, its <c>/var/log/dmesg</c>. Null where there is no log to read, or it has nothing of it, or no longer.</summary>
    public static DemotionLog? TryRead(KernelFiles files)
    {
        string? text = files.IsThisMachine ? TryReadBuffer() : files.TryRead("/var/log/dmesg");
        return text is not null && Parse(text) is { Targets.Count: > 0 } log ? log : null;
    }

    public static DemotionLog Parse(string text)
    {
        Dictionary<int, KernelTargets> targets = [];
        foreach (Match match in Line().Matches(text))
        {
            targets[int.Parse(match.Groups[1].Value, Numbers.Style, Numbers.Culture)] = new(Numbers.ParseList(match.Groups[2].Value), Numbers.ParseList(match.Groups[3].Value));
        }

        return new DemotionLog(targets);
    }

    private static string? TryReadBuffer()
    {
        int size = OperatingSystem.IsLinux() ? Control(SizeOfBuffer, [], 0) : -1;
        byte[] buffer = new byte[Math.Max(0, size)];

        // Refused to users where kernel.dmesg_restrict is set.
        int read = size > 0 ? Control(ReadAll, buffer, size) : -1;
        return read > 0 ? Encoding.UTF8.GetString(buffer, 0, read) : null;
    }

    [LibraryImport("libc", EntryPoint = "klogctl")]
    private static partial int Control(int action, byte[] buffer, int length);

    [GeneratedRegex(@"Demotion targets for Node (\d+): (?:preferred: ([\d,-]+), fallback: ([\d,-]+)|null)")]
    private static partial Regex Line();
}

/// <summary>Where pages of a node go.</summary>
/// <param name="Preferred">To the nearest of these first.</param>
/// <param name="Fallback">To any of these where that fails.</param>
internal sealed record KernelTargets(IReadOnlyList<int> Preferred, IReadOnlyList<int> Fallback);
