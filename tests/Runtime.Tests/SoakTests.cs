using System.Diagnostics;

namespace TierPolicy.Runtime.Tests;

/// <summary>Long load in a process of its own. <c>TIERPOLICY_SOAK</c> says for how many seconds: 600 by hand.</summary>
public class SoakTests
{
    [Fact]
    public void Under_full_load_with_hotplug_limits_and_changes_of_mode_nothing_is_lost_counters_balance_and_memory_does_not_grow()
    {
        string seconds = Environment.GetEnvironmentVariable("TIERPOLICY_SOAK") is { Length: > 0 } text ? text : "30";
        ProcessStartInfo start = new("dotnet", [typeof(SoakTests).Assembly.Location, "soak", seconds]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
