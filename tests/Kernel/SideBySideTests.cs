using TierPolicy.Kernel.Tests.Lab;
using Xunit.Abstractions;

namespace TierPolicy.Kernel.Tests;

/// <summary>The kernel's own demotion and the runtime's, on the same accesses. How they compare is printed, and not promised: what is promised is that both demote.</summary>
public sealed class SideBySideTests(ITestOutputHelper output) : IDisposable
{
    private const long DiskBytes = 512L << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-disks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [VirtualMachineFact]
    public async Task The_kernel_and_the_runtime_demote_the_same_workload()
    {
        MachineRun run = await VirtualMachine.RunAsync(
            Machines.ForComparison,
            """
            mkswap /dev/nvme0n1
            swapon /dev/nvme0n1
            mke2fs -b 4096 /dev/nvme1n1
            mount -t ext4 /dev/nvme1n1 /mnt
            echo true > /sys/kernel/mm/numa/demotion_enabled
            echo 2 > /proc/sys/kernel/numa_balancing
            mkdir /cg
            mount -t cgroup2 cgroup2 /cg
            mkdir /cg/plain
            part plain sh -c 'echo $$ > /cg/plain/cgroup.procs; exec memory compare plain'
            swapoff /dev/nvme0n1
            echo false > /sys/kernel/mm/numa/demotion_enabled
            echo 0 > /proc/sys/kernel/numa_balancing
            part runtime memory compare runtime
            """,
            [.. Disk(0), .. Disk(1)]);
        output.WriteLine($"{"",-8} {"demoted",10} {"promoted",10} {"swapped in",10} {"and out",10}     time\n{run.Part("plain")}{run.Part("runtime")}");
        foreach (string part in (string[])["plain", "runtime"])
        {
            Assert.Equal(0, run.ExitCode(part));
        }

        Assert.All((string[])["plain", "runtime"], part => Assert.NotEqual("0", run.Part(part).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    private IEnumerable<string> Disk(int number)
    {
        string path = Path.Combine(_folder.FullName, $"disk{number}");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(DiskBytes);
        }

        return ["-drive", $"if=none,id=d{number},file={path},format=raw", "-device", $"nvme,drive=d{number},serial={number}"];
    }
}
