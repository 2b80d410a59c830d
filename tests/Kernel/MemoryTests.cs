using System.Globalization;
using System.Text.RegularExpressions;
using TierPolicy.Kernel.Tests.Lab;

namespace TierPolicy.Kernel.Tests;

/// <summary>A memory on the nodes of a machine: where its pages lie, the kernel is asked in the machine (<c>tests/Kernel.Memory</c>), by both migrators.</summary>
public sealed partial class MemoryTests
{
    private static readonly Lazy<Task<MachineRun>> Run = new(() => VirtualMachine.RunAsync(Machines.ThreeTiers, """
        part demote-copying memory demote copying
        part demote-stable memory demote stable
        part file memory file
        part offline-copying memory offline copying
        part offline-stable memory offline stable
        part full-copying memory full copying
        part full-stable memory full stable
        part rate memory rate
        """));

    [VirtualMachineTheory]
    [InlineData("copying")]
    [InlineData("stable")]
    public async Task A_page_that_is_demoted_lies_on_the_slow_node_and_promoted_on_the_fast_one_with_its_contents(string migrator) =>
        Assert.Equal("allocated: 64 pages on node 0\ndemoted: 64 pages on node 1\npromoted: 64 pages on node 0\n", await Done($"demote-{migrator}"));

    [VirtualMachineFact]
    public async Task A_page_that_is_demoted_to_a_file_comes_back_to_the_fast_node_with_its_contents() =>
        Assert.Equal("allocated: 64 pages on node 1\ndemoted: 64 pages in the file\npaged in: 64 pages on node 0\n", await Done("file"));

    [VirtualMachineTheory]
    [InlineData("copying")]
    [InlineData("stable")]
    public async Task A_node_that_goes_off_line_has_nothing_of_the_process_left(string migrator) =>
        Assert.Equal("allocated: 64 pages on node 1\nafter the node went off line: 64 pages on node 0\nback on line: 64 pages on node 1\n", await Done($"offline-{migrator}"));

    [VirtualMachineTheory]
    [InlineData("copying")]
    [InlineData("stable")]
    public async Task A_node_whose_memory_others_use_is_left_for_the_next_and_used_again_when_they_have_given_it_back(string migrator)
    {
        string said = await Done($"full-{migrator}");
        Assert.Contains("NUMA node 1 is full: the kernel gave memory of node 0.", said, StringComparison.Ordinal);
        Assert.EndsWith("given back: 200 pages on the node\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Out of memory", (await Run.Value).Console, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("oom-kill", (await Run.Value).Console, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is promised is 0.9. Here the machine's own machine has other things to do: a migrator that copies a page too often shows all the same.</summary>
    [VirtualMachineFact]
    public async Task Both_migrators_are_about_as_fast_as_what_they_move_pages_with()
    {
        double[] ratios = [.. Ratio().Matches(await Done("rate")).Select(static match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(2, ratios.Length);
        Assert.All(ratios, static ratio => Assert.InRange(ratio, 0.6, 10));
    }

    /// <summary>What a part printed that ended well.</summary>
    private static async Task<string> Done(string part)
    {
        MachineRun run = await Run.Value;
        Assert.True(run.ExitCode(part) == 0, run.Part(part));
        return run.Part(part);
    }

    [GeneratedRegex(": ([0-9.]+)$", RegexOptions.Multiline)]
    private static partial Regex Ratio();
}
