using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>Does the kernel do by itself what the policy is there to do? Each of its settings that would is named with the one that would not.</summary>
internal static class SettingChecks
{
    private const string Demotion = "/sys/kernel/mm/numa/demotion_enabled";
    private const string Balancing = "/proc/sys/kernel/numa_balancing";
    private const string ZoneReclaim = "/proc/sys/vm/zone_reclaim_mode";

    /// <summary><c>NUMA_BALANCING_MEMORY_TIERING</c>, include/linux/sched/sysctl.h.</summary>
    private const long Tiering = 2;

    public static IEnumerable<Finding> Of(KernelFiles files)
    {
        // "true" or "false" (numa_demotion_enabled_show, mm/memory-tiers.c). It moves pages whatever they are bound to: demotion heeds cpusets, not policies.
        if (files.TryRead(Demotion) is "true" or "1")
        {
            yield return Found(
                FindingSeverity.Error,
                "the kernel demotes pages by itself (demotion_enabled): it takes them off the nodes that they are bound to, behind the policy's back",
                Demotion,
                "true",
                "false");
        }

        if (files.TryReadNumber(Balancing) is > 0 and { } balancing)
        {
            bool promotes = (balancing & Tiering) != 0;
            yield return Found(
                promotes ? FindingSeverity.Error : FindingSeverity.Warning,
                promotes
                    ? $"the kernel promotes pages by itself (numa_balancing {balancing}), as the policy's promote rules do"
                    : $"the kernel moves pages to the node whose CPUs use them (numa_balancing {balancing}): those that are not bound, as with stable addresses, and it takes faults to learn of it",
                Balancing,
                balancing.ToString(Numbers.Culture),
                "0");
        }

        if (files.TryReadNumber(ZoneReclaim) is > 0 and { } mode)
        {
            yield return Found(
                FindingSeverity.Warning,
                $"the kernel reclaims memory of a node before it takes some of the next (zone_reclaim_mode {mode}): what the program allocates beside the policy's nodes pushes out other pages there",
                ZoneReclaim,
                mode.ToString(Numbers.Culture),
                "0");
        }
    }

    private static Finding Found(FindingSeverity severity, string message, string path, string now, string wanted) => new(severity, null, message, null, new KernelSetting(path, now, wanted));
}
