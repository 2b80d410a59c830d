namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>A test that boots a kernel, where one can be booted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VirtualMachineFactAttribute : FactAttribute
{
    private static readonly (string Command, string Package)[] Needed =
        [("qemu-system-x86_64", "qemu-system-x86"), ("busybox", "busybox-static"), ("cpio", "cpio"), ("clang", "clang zlib1g-dev"), ("ldd", "libc-bin")];

    public VirtualMachineFactAttribute()
    {
        string[] missing = [.. Needed.Where(need => HostCommand.FindOnPath(need.Command) is null).Select(need => need.Package)];
        Skip = !OperatingSystem.IsLinux() ? "The virtual machine's programs are made on Linux."
            : missing.Length > 0 ? $"A virtual machine needs packages: apt-get install {string.Join(' ', missing)}"
            : KernelImage.Path is null ? KernelImage.Problem
            : null;
    }
}
