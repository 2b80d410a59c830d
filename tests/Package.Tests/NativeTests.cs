using TierPolicy.Package.Tests.Harness;

namespace TierPolicy.Package.Tests;

[Collection(nameof(Consumers))]
public sealed class NativeTests(Consumers consumers)
{
    [NativeFact]
    public void A_program_compiled_ahead_of_time_has_no_warning_of_trimming_and_runs()
    {
        consumers.Run("publish", "Native", "--output", consumers.PathOf("native")).AssertClean();
        DotNet run = consumers.RunProgram(consumers.PathOf("native", "Native"));
        Assert.Equal(
            [
                "Cache: 0 mismatches, some below",
                "InCSharp: 0 mismatches, some below",
                "OnFile: 0 mismatches, some below",
                "Mine: 0 mismatches, some below",
            ],
            run.Lines);
        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>A test for machines on which programs can be compiled ahead of time.</summary>
    private sealed class NativeFactAttribute : FactAttribute
    {
        public NativeFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || !(IsOnPath("clang") || IsOnPath("gcc")))
            {
                Skip = "Compiling ahead of time needs Linux, and clang or gcc to link with: apt-get install clang zlib1g-dev";
            }
        }

        private static bool IsOnPath(string command) =>
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, command)));
    }
}
