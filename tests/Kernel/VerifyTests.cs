using TierPolicy.Kernel.Tests.Lab;

namespace TierPolicy.Kernel.Tests;

/// <summary><c>verify</c> on a kernel that can be asked, and whose settings can be set.</summary>
public sealed class VerifyTests
{
    [VirtualMachineFact]
    public async Task A_table_is_held_against_the_kernels_log_and_settings_are_set_in_truth()
    {
        MachineRun run = await VirtualMachine.RunAsync(Machines.ThreeTiers, """
            guest probe > right
            echo 'policy P on Machine { reclaim migrate; promote * -> * when page.accesses > 1; }' >> right
            sed 's/adistance 2304/adistance 9999/' right > wrong
            echo true > /sys/kernel/mm/numa/demotion_enabled
            echo 2 > /proc/sys/kernel/numa_balancing
            echo 1 > /proc/sys/vm/zone_reclaim_mode
            part right guest verify right
            part wrong guest verify wrong
            part settings cat /sys/kernel/mm/numa/demotion_enabled /proc/sys/kernel/numa_balancing /proc/sys/vm/zone_reclaim_mode
            """);

        string[] halves = run.Part("right").Split("applied\n");
        Assert.Contains("the kernel demotes pages by itself (demotion_enabled)", halves[0], StringComparison.Ordinal);
        Assert.Contains("the kernel promotes pages by itself (numa_balancing 2)", halves[0], StringComparison.Ordinal);
        Assert.Contains("zone_reclaim_mode 1", halves[0], StringComparison.Ordinal);
        Assert.DoesNotContain("error", halves[1], StringComparison.Ordinal);
        Assert.DoesNotContain("kernel:", halves[1], StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode("right"));
        Assert.Equal("false\n0\n0\n", run.Part("settings"));

        Assert.Contains("P: Dram0: error: the table demotes to Cxl2, Linux, by its log, demotes to Cxl1", run.Part("wrong"), StringComparison.Ordinal);
        Assert.NotEqual(0, run.ExitCode("wrong"));
    }
}
