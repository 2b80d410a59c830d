using System.Diagnostics;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>A machine that boots the kernel, runs a script and ends. What a processor cannot do by itself is emulated (TCG): nothing here depends on KVM.</summary>
internal static class VirtualMachine
{
    /// <summary>A machine that takes longer hangs: they take ten seconds, and up to a minute on a machine that has much else to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <param name="machine">What it is.</param>
    /// <param name="script">Lines for busybox' shell, run as root with /proc, /sys and /dev there; <c>guest</c> is the test program.</param>
    /// <param name="more">More arguments for QEMU.</param>
    public static async Task<MachineRun> RunAsync(VirtualTopology machine, string script, params string[] more)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tierpolicy-vm-");
        try
        {
            string image = Path.Combine(folder.FullName, "initramfs");
            string console = Path.Combine(folder.FullName, "console");
            string output = Path.Combine(folder.FullName, "output");
            await File.WriteAllBytesAsync(image, Initramfs.With(script));
            // Without nokaslr the kernel would lie on any of the nodes, and take of its memory.
            string[] arguments =
            [
                "-accel", "tcg,thread=multi", "-cpu", "max", "-machine", "q35,hmat=on", "-display", "none", "-nodefaults", "-no-reboot",
                "-kernel", KernelImage.Path!, "-initrd", image, "-append", "console=ttyS0 panic=-1 nokaslr",
                "-serial", $"file:{console}", "-serial", $"file:{output}",
                .. machine.ToArguments(), .. more,
            ];
            using Process process = Process.Start(new ProcessStartInfo("qemu-system-x86_64", arguments) { RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            using CancellationTokenSource patience = new(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                Assert.Fail($"The machine did not end within {Patience}.\n{Read(console)}\n{Read(output)}");
            }

            Assert.True(process.ExitCode == 0, $"QEMU: {await error}");
            MachineRun run = new(Read(console), Read(output));
            Assert.True(run.Output.Contains(Initramfs.End, StringComparison.Ordinal), $"The script did not come to its end.\n{run.Console}\n{run.Output}");
            return run;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A serial line ends its lines as a typewriter does.</summary>
    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal) : "";
}

/// <summary>What came of a machine.</summary>
/// <param name="Console">What the kernel said.</param>
/// <param name="Output">What the script printed.</param>
internal sealed record MachineRun(string Console, string Output)
{
    /// <summary>What was printed between <c>begin NAME</c> and <c>end NAME</c>.</summary>
    public string Part(string name)
    {
        string begin = $"begin {name}\n";
        int start = Output.IndexOf(begin, StringComparison.Ordinal);
        int end = Output.IndexOf($"end {name} ", StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, $"There is no part '{name}' in:\n{Output}");
        return Output[(start + begin.Length)..end];
    }

    /// <summary>The exit code that was printed behind <c>end NAME</c>.</summary>
    public int ExitCode(string name)
    {
        string end = $"end {name} ";
        int start = Output.IndexOf(end, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{name}' did not end in:\n{Output}");
        return int.Parse(Output[(start + end.Length)..].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
