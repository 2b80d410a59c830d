using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary>A policy held against a machine that was recorded: the one with three tiers, and what is wrong with it.</summary>
public sealed class VerifyTests : IDisposable
{
    private const string Demotion = "/sys/kernel/mm/numa/demotion_enabled";
    private const string Balancing = "/proc/sys/kernel/numa_balancing";
    private const string ZoneReclaim = "/proc/sys/vm/zone_reclaim_mode";

    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public VerifyTests() => _root = RecordedMachine.Unpack(_folder, "three-tiers");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_probe_found_agrees_with_the_machine_but_for_what_others_use_of_it()
    {
        string path = _folder.PathOf("probed.tierpolicy");
        Assert.Equal(0, Run.Of("probe", path, "--root", _root).ExitCode);
        Run run = Run.Of("verify", path, "--root", _root);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(
            "Machine: Dram0: warning: NUMA node 0 has 435MiB free now, less than the capacity of 465MiB: it holds as many pages as there is memory for, until there is more\n  = help: end what uses it, drop caches, or say a smaller 'capacity'\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("Linux 6.12.117+deb12-cloud-amd64: 3 warnings\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Run.Of("verify", path, "--root", _root, "--warnaserror").ExitCode);
    }

    [Fact]
    public void A_policy_that_fits_is_all_right()
        => Assert.Equal(new Run(0, "Linux 6.12.117+deb12-cloud-amd64: all is as the policies take it to be\n", ""), Verify(Policy()));

    [Fact]
    public void A_node_that_is_not_there_is_an_error_that_names_those_that_are()
        => AssertFinds(Policy(third: "capacity 1MiB; numa 7; adistance 9216;"), "error", "Far", "NUMA node 7 is not there: this machine has memory on the nodes 0-2");

    [Fact]
    public void A_node_with_less_memory_than_its_capacity_is_an_error()
        => AssertFinds(Policy(third: "capacity 1GiB; numa 2; adistance 9216;"), "error", "Far", "NUMA node 2 has 502MiB in all, less than the capacity of 1GiB");

    [Fact]
    public void Two_nodes_on_one_have_it_between_them()
        => AssertFinds(Policy(third: "capacity 200MiB; numa 1; adistance 9216;"), "error", null, "Near and Far are both on NUMA node 1, which has 251MiB, less than their 300MiB");

    [Fact]
    public void A_path_that_is_no_dax_device_is_an_error()
        => AssertFinds(
            """topology T { node Fast : dram { capacity 1MiB; cpus 0-1; numa 0; } node D : dax { capacity 1MiB; path "/dev/sda"; } }""",
            "error",
            "D",
            "'/dev/sda' is no DAX device: this machine has none");

    [Fact]
    public void Cpus_that_the_node_does_not_have_are_a_warning()
        => AssertFinds(Policy(second: "capacity 100MiB; cpus 4-5; numa 1; adistance 2304;"), "warning", "Near", "it has the CPUs 4-5, and NUMA node 1 has no CPUs");

    [Fact]
    public void Tiers_that_linux_ranks_otherwise_lead_pages_elsewhere()
    {
        string policy = Policy(second: "capacity 100MiB; numa 1; adistance 9216;", third: "capacity 100MiB; numa 2; adistance 2304;");
        AssertFinds(policy, "warning", "Near", "it ranks below Far here, and above it in Linux (memory_tier18 and memory_tier72)");
        AssertFinds(policy, "error", "Fast", "the table demotes to Far, Linux demotes to Near");
        AssertFinds(policy, "error", "Near", "the table demotes to none, Linux demotes to Far; the table or else to none, Linux or else to Far");
    }

    [Fact]
    public void What_the_kernel_says_in_its_log_counts_before_what_it_should_do()
    {
        RecordedMachine.Set(_folder, "/var/log/dmesg", """
            [    2.1] Demotion targets for Node 0: preferred: 1, fallback: 1-2
            [    2.2] Demotion targets for Node 1: preferred: 2, fallback: 2
            [    2.3] Demotion targets for Node 2: null
            [    9.1] Demotion targets for Node 0: preferred: 2, fallback: 1-2
            """);
        AssertFinds(Policy(), "error", "Fast", "the table demotes to Near, Linux, by its log, demotes to Far");
    }

    [Fact]
    public void Another_order_than_the_kernels_is_worth_a_note_only()
    {
        string policy = Policy().Replace("order tiers", "order exclusive", StringComparison.Ordinal).Replace("Fast   10   17   28", "Fast   10   28   17", StringComparison.Ordinal);
        AssertFinds(policy, "warning", null, "distances differ from the machine's: Fast to Near 28 and not 17, Fast to Far 17 and not 28");
        AssertFinds(policy, "note", "Fast", "the table demotes to Far, Linux demotes to Near: the policy says 'order exclusive', and this kernel's order is that of tiers");
        Assert.Equal(0, Verify(policy).ExitCode);
    }

    [Fact]
    public void Settings_that_fight_the_policy_are_named_with_commands_and_set_only_when_that_is_said()
    {
        RecordedMachine.Set(_folder, Demotion, "true\n");
        RecordedMachine.Set(_folder, Balancing, "2\n");
        RecordedMachine.Set(_folder, ZoneReclaim, "1\n");
        Run run = Verify(Policy(), "--fix");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("kernel: error: the kernel demotes pages by itself (demotion_enabled)", run.Output, StringComparison.Ordinal);
        Assert.Contains("kernel: error: the kernel promotes pages by itself (numa_balancing 2)", run.Output, StringComparison.Ordinal);
        Assert.Contains("kernel: warning: the kernel reclaims memory of a node before it takes some of the next (zone_reclaim_mode 1)", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            $"As root, until the machine starts anew:\n  echo false > {Demotion}\n  echo 0 > {Balancing}\n  echo 0 > {ZoneReclaim}\nLinux 6.12.117+deb12-cloud-amd64: 2 errors, 1 warning\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Equal("true", RecordedMachine.Get(_folder, Demotion));

        Assert.Equal(
            new Run(0, $"set {Demotion} to false; it was true\nset {Balancing} to 0; it was 2\nset {ZoneReclaim} to 0; it was 1\nLinux 6.12.117+deb12-cloud-amd64: all is as the policies take it to be\n", ""),
            Verify(Policy(), "--fix", "--apply"));
        Assert.Equal("false", RecordedMachine.Get(_folder, Demotion));
        Verify(Policy(), "--apply").AssertWrongUsage("--apply runs what --fix prints: say both");
    }

    [Fact]
    public void A_kernel_that_shows_no_tiers_is_not_guessed_at()
    {
        Directory.Delete(_folder.PathOf("machine/sys/devices/virtual"), recursive: true);
        AssertFinds(Policy(), "note", null, "Linux 6.12.117+deb12-cloud-amd64 shows no memory tiers: what it would do is not known (6.1 and later show them)");
    }

    private Run Verify(string policy, params string[] options) => Run.Of(["verify", _folder.Write("a.tierpolicy", policy), "--root", _root, .. options]);

    private void AssertFinds(string policy, string severity, string? node, string message)
    {
        Run run = Verify(policy, "--json");
        JsonElement json = run.ReadJson();
        IEnumerable<(string?, string?, string?)> findings = json.GetProperty("policies")[0].GetProperty("findings").EnumerateArray().Select(
            finding => (finding.GetProperty("severity").GetString(), finding.TryGetProperty("node", out JsonElement name) ? name.GetString() : null, finding.GetProperty("message").GetString()));
        Assert.Contains((severity, node, message), findings);
        Assert.Equal(json.GetProperty("errors").GetInt32() > 0 ? 1 : 0, run.ExitCode);
    }

    private static string Policy(string second = "capacity 100MiB; numa 1; adistance 2304;", string third = "capacity 100MiB; numa 2; adistance 9216;") => $$"""
        topology T
        {
            node Fast : dram { capacity 100MiB; cpus 0-1; numa 0; adistance 512; }
            node Near : cxl { {{second}} }
            node Far : cxl { {{third}} }
            distance
            {
                     Fast Near Far
                Fast   10   17   28
                Near   17   10   28
                Far    28   28   10
            }
        }

        policy P on T { reclaim migrate; order tiers; promote * -> * when page.accesses > 1; }
        """;
}
