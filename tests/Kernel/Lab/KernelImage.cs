using System.Text.RegularExpressions;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>Debian's own kernel: its newest package of 6.12 for clouds, unpacked below the user's cache, not installed.</summary>
internal static partial class KernelImage
{
    private static readonly Lazy<(string? Path, string Problem)> Found = new(Find);

    /// <summary>The kernel's file; null where none can be had.</summary>
    public static string? Path => Found.Value.Path;

    /// <summary>Why there is none.</summary>
    public static string Problem => Found.Value.Problem;

    private static string Cache => System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "tierpolicy", "kernels");

    private static (string? Path, string Problem) Find()
    {
        if (new[] { "apt-cache", "apt-get", "dpkg" }.FirstOrDefault(command => HostCommand.FindOnPath(command) is null) is { } missing)
        {
            return (null, $"Debian's kernel is taken from its packages, and there is no {missing}.");
        }

        string? newest = HostCommand.Run("apt-cache", ["search", "--names-only", PackageName().ToString()]).Output.Split('\n')
            .Select(line => PackageName().Match(line.Split(' ')[0])).Where(match => match.Success)
            .OrderBy(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).LastOrDefault()?.Value;
        if (newest is null)
        {
            return (null, "There is no package linux-image-6.12.*-cloud-amd64: apt-get update.");
        }

        string folder = System.IO.Path.Combine(Cache, newest);
        if (!Directory.Exists(folder) && Unpack(newest, folder) is { } problem)
        {
            return (null, problem);
        }

        return (Directory.EnumerateFiles(System.IO.Path.Combine(folder, "boot"), "vmlinuz-*").Single(), "");
    }

    /// <summary>Aside first, so that a run that is cut off leaves nothing that looks whole.</summary>
    private static string? Unpack(string package, string folder)
    {
        string aside = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(aside);
        try
        {
            HostCommand download = HostCommand.Run("apt-get", ["download", package], aside);
            if (download.ExitCode != 0)
            {
                return $"'apt-get download {package}' failed: {download.Error.Trim()}";
            }

            string archive = Directory.EnumerateFiles(aside, "*.deb").Single();
            HostCommand.Run("dpkg", ["-x", archive, aside]).Need("dpkg -x");
            File.Delete(archive);
            Directory.Move(aside, folder);
            return null;
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    [GeneratedRegex(@"^linux-image-6\.12\.([0-9]+)[^ ]*-cloud-amd64$")]
    private static partial Regex PackageName();
}
