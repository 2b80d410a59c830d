using System.Text;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>
/// The files that the kernel starts with: busybox, the test programs compiled ahead of time with the libraries that they ask for, and a script as <c>init</c>. The script comes in an archive of its own
/// behind the one that all machines share: the kernel unpacks them one after the other (Documentation/driver-api/early-userspace/buffer-format.rst).
/// </summary>
internal static class Initramfs
{
    /// <summary>Printed when the script has come to its end.</summary>
    public const string End = "== the script has ended ==";

    private const string Init = """
        #!/bin/busybox sh
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs devtmpfs /dev
        mkdir -p /tmp /mnt /dev/shm
        mount -t tmpfs tmpfs /dev/shm
        exec > /dev/ttyS1 2>&1
        part() { name=$1; shift; echo "begin $name"; "$@"; echo "end $name $?"; }
        cd /tmp
        . /script
        cd /
        echo '== the script has ended =='
        sync
        poweroff -f
        """;

    private static readonly Lazy<byte[]> Common = new(BuildCommon);

    public static byte[] With(string script)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tierpolicy-script-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "script"), script.ReplaceLineEndings("\n"));
            return [.. Common.Value, .. Archive(folder.FullName)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] BuildCommon()
    {
        string[] programs = [GuestProgram.Publish("Kernel.Guest", "guest"), GuestProgram.Publish("Kernel.Memory", "memory")];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tierpolicy-initramfs-");
        try
        {
            foreach (string name in (string[])["bin", "proc", "sys", "dev"])
            {
                folder.CreateSubdirectory(name);
            }

            Copy(HostCommand.FindOnPath("busybox")!, "bin/busybox");
            foreach (string program in programs)
            {
                Copy(program, Path.Combine("bin", Path.GetFileName(program)));
            }

            foreach (string library in programs.SelectMany(LibrariesOf).Distinct())
            {
                Copy(library, library.TrimStart('/'));
            }

            string init = Path.Combine(folder.FullName, "init");
            File.WriteAllText(init, Init.ReplaceLineEndings("\n"));
            HostCommand.Run("chmod", ["+x", init]).Need("chmod");
            return Archive(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Copy(string from, string to)
        {
            string path = Path.Combine(folder.FullName, to);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(from, path);
        }
    }

    /// <summary>"libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x...)", and the loader, which stands there by its path alone.</summary>
    private static IEnumerable<string> LibrariesOf(string program)
        => HostCommand.Run("ldd", [program]).Need("ldd").Split('\n')
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(word => word.StartsWith('/')));

    private static byte[] Archive(string folder)
    {
        string archive = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            StringBuilder names = new(".\n");
            foreach (string entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                names.Append(Path.GetRelativePath(folder, entry)).Append('\n');
            }

            HostCommand.Run("cpio", ["--create", "--format=newc", "--quiet", "--owner=0:0", $"--file={archive}"], folder, names.ToString()).Need("cpio");
            return File.ReadAllBytes(archive);
        }
        finally
        {
            File.Delete(archive);
        }
    }
}
