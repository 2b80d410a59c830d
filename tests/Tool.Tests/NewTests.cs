using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class NewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--dram", "1GiB")]
    [InlineData("--cxl", "8GiB")]
    [InlineData("--cxl", "8GiB", "--file", "100GiB", "--swap", "1GiB")]
    [InlineData("--file", "20GiB", "--file-path", "C:\\a \"b\"\t")]
    [InlineData("--namespace", "Acme.Search", "--policy", "Hot", "--topology", "Box", "--page", "4KiB")]
    [InlineData("--policy", "when")]
    public void A_first_policy_is_sound_without_a_word_and_in_shape(params string[] flags)
    {
        string path = _folder.PathOf("first.tierpolicy");
        Run run = Run.Of(["new", path, .. flags]);
        Assert.Equal(new Run(0, $"wrote {path}; next: tierpolicy explain {path}\n", ""), run);
        Assert.Equal(new Run(0, "1 file: nothing to report\n", ""), Run.Of("check", path));
        Assert.Equal(0, Run.Of("fmt", "--check", path).ExitCode);
        Assert.Equal(0, Run.Of("explain", path).ExitCode);
    }

    [Fact]
    public void Without_a_file_it_goes_to_standard_output()
        => Assert.Equal(new Run(0, Run.Of("new", "--json").ReadJson().GetProperty("text").GetString()!, ""), Run.Of("new"));

    [Fact]
    public void On_a_terminal_it_asks_and_asks_again()
    {
        string path = _folder.PathOf("first.tierpolicy");
        Run run = Run.OfTerminal("Hot\n8 apples\n8GiB\n-\n100GiB\n\n", "new", path);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("A size is a number with its unit, such as 4GiB.", run.Output, StringComparison.Ordinal);
        string text = File.ReadAllText(path);
        Assert.Contains("policy Hot on Machine", text, StringComparison.Ordinal);
        Assert.Contains("capacity 8GiB", text, StringComparison.Ordinal);
        Assert.Contains("capacity 100GiB", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cxl", text, StringComparison.Ordinal);
        Assert.Equal("1 file: nothing to report\n", Run.Of("check", path).Output);
    }

    [Fact]
    public void A_file_that_is_there_is_not_written_over_unless_forced()
    {
        string path = _folder.Write("first.tierpolicy", "// mine");
        Run.Of("new", path).AssertWrongUsage($"'{path}' is there already; --force writes over it");
        Assert.Equal("// mine", File.ReadAllText(path));
        Assert.Equal(0, Run.Of("new", path, "--force").ExitCode);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_as_it_was_said()
    {
        string folder = Path.GetDirectoryName(_folder.PathOf("a"))!;
        Run.Of("new", folder).AssertWrongUsage($"'{folder}' is a folder; name the file to write in it");
        string path = _folder.PathOf("nowhere/a.tierpolicy");
        Run.Of("new", path).AssertWrongUsage($"'{path}' cannot be written: there is no folder '{Path.GetDirectoryName(path)}'");
    }

    [Theory]
    [InlineData("--dram", "8GiX", "--dram '8GiX': unknown unit 'GiX'; did you mean 'GiB'?")]
    [InlineData("--dram", "", "--dram takes a size such as 4GiB, not ''")]
    [InlineData("--dram", "8s", "--dram takes a size such as 4GiB, not '8s'")]
    [InlineData("--dram", "1KiB", "the capacity of 'Dram', 1KiB, is below one page (64KiB)")]
    [InlineData("--page", "3KiB", "the page size must be a power of two from 4KiB to 2MiB")]
    [InlineData("--policy", "A B", "--policy 'A B': expected the end, found 'B'")]
    [InlineData("--policy", "A.B", "a topology's or a policy's name has no dots; they belong into --namespace")]
    public void Answers_that_make_no_policy_are_wrong_usage(string option, string value, string message)
        => Run.Of("new", option, value).AssertWrongUsage(message);
}
