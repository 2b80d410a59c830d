using System.Diagnostics;

namespace TierPolicy.Samples.Tests;

/// <summary>What a user gets for bad input: one clear line, exit code 1, no stack trace, nothing half-written.</summary>
public class QuickstartMistakesTests
{
    [Fact]
    public void A_trace_that_is_missing()
    {
        SampleProcess process = SampleProcess.Run("Quickstart", "--trace", "no-such.tptrace");
        AssertOneLine(process, "no-such.tptrace");
    }

    [Theory]
    [InlineData("empty.tptrace", "")]
    [InlineData("text.txt", "hello, world")]
    [InlineData("torn.tp64", "123456789")]
    [InlineData("torn.tp64.gz", "this is no gzip")]
    public void A_trace_that_is_malformed(string name, string contents)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(name), contents);
        string json = folder.File("out.json");
        SampleProcess process = SampleProcess.Run("Quickstart", "--trace", folder.File(name), "--json", json);
        AssertOneLine(process, name);
        Assert.False(File.Exists(json));
    }

    [Fact]
    public void A_swap_file_that_cannot_be_made()
    {
        using TemporaryFolder folder = new();
        SampleProcess process = SampleProcess.Run("Quickstart", "--folder", folder.File("no/such/folder"));
        AssertOneLine(process, "swap");
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void A_comparison_that_cannot_be_written()
    {
        using TemporaryFolder folder = new();
        WriteTinyTrace(folder.File("tiny.tp64"));
        SampleProcess process = SampleProcess.Run("Quickstart", "--trace", folder.File("tiny.tp64"), "--json", folder.File("no/such/folder/out.json"));
        Assert.Equal(1, process.ExitCode);
        Assert.Single(process.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk()
    {
        using TemporaryFolder folder = new();
        string disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        if (!TryMount(disk))
        {
            // Only root may mount a small disk; a capacity that no disk has is tested with the runtime.
            return;
        }

        try
        {
            SampleProcess process = SampleProcess.Run("Quickstart", "--folder", disk);
            AssertOneLine(process, "swap");
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
        }
        finally
        {
            Process.Start("umount", [disk]).WaitForExit();
        }
    }

    [Fact]
    public void A_wrong_option()
    {
        SampleProcess process = SampleProcess.Run("Quickstart", "--tarce", "x");
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("--tarce", process.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Error, StringComparison.Ordinal);
    }

    private static void AssertOneLine(SampleProcess process, string names)
    {
        Assert.Equal(1, process.ExitCode);
        string line = Assert.Single(process.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(names, line, StringComparison.Ordinal);
    }

    private static void WriteTinyTrace(string path)
    {
        using BinaryWriter writer = new(File.Create(path));
        for (ulong page = 0; page < 100; page++)
        {
            writer.Write(page);
        }
    }

    private static bool TryMount(string folder)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using Process mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }
}
