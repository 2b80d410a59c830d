using System.Diagnostics;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>A program of the machine that the tests run on, run to its end.</summary>
internal sealed record HostCommand(int ExitCode, string Output, string Error)
{
    public static HostCommand Run(string program, IEnumerable<string> arguments, string? folder = null, string? input = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };

        // The test host was started by a build, and has its settings.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new HostCommand(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>What it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Need(string what)
        => ExitCode == 0 ? Output : throw new InvalidOperationException($"{what} failed with exit code {ExitCode}:\n{Output}{Error}");

    public static string? FindOnPath(string command)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
}
