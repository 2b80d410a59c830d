namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>A test that boots a kernel, where one can be booted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VirtualMachineFactAttribute : FactAttribute
{
    private static readonly (string Command, string Package)[] Needed =
        [("qemu-system-x86_64", "qemu-system-x86"), ("busybox", "busybox-static"), ("cpio", "cpio"), ("clang", "clang zlib1g-dev"), ("ldd", "libc-bin")];

    public VirtualMachineFactAttribute() => Skip = Problem;

    /// <summary>Why no kernel can be booted here; null where one can.</summary>
    public static string? Problem
    {
        get
        {
            string[] missing = [.. Needed.Where(need => HostCommand.FindOnPath(need.Command) is null).Select(need => need.Package)];
            return !OperatingSystem.IsLinux() ? "The virtual machine's programs are made on Linux."
                : missing.Length > 0 ? $"A virtual machine needs packages: apt-get install {string.Join(' ', missing)}"
                : KernelImage.Path is null ? KernelImage.Problem
                : null;
        }
    }
}
