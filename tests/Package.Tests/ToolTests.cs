using TierPolicy.Package.Tests.Harness;

namespace TierPolicy.Package.Tests;

[Collection(nameof(Consumers))]
public sealed class ToolTests(Consumers consumers)
{
    [Fact]
    public void The_tool_installs_from_the_folder_and_runs()
    {
        consumers.RunPlain("tool", "install", "TierPolicy.Tool", "--version", consumers.Version, "--tool-path", consumers.PathOf("tools")).AssertClean();
        DotNet check = consumers.RunProgram(consumers.PathOf("tools", "tierpolicy"), "check", Path.Combine("Library", "policies #1 [x]", "a cache.tierpolicy"));
        Assert.True(check.ExitCode == 0, check.Output);
        DotNet wrong = consumers.RunProgram(consumers.PathOf("tools", "tierpolicy"), "check", Path.Combine("Library", "Not a policy.tierpolicy"));
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("(1,1): error TP0020", wrong.Output, StringComparison.Ordinal);
    }
}
