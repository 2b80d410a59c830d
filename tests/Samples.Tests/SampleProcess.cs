using System.Diagnostics;

namespace TierPolicy.Samples.Tests;

/// <summary>Runs a sample as a user would, and takes what it says.</summary>
internal sealed record SampleProcess(int ExitCode, string Output, string Error)
{
    public static SampleProcess Run(string sample, params string[] arguments)
    {
        // The samples are referenced, so that their output stands beside the tests'.
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{sample}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new SampleProcess(process.ExitCode, output, error.Result);
    }
}
