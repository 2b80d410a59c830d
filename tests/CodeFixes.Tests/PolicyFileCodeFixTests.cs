using TierPolicy.CodeFixes.Files;
using TierPolicy.CodeFixes.Tests.Hosting;

namespace TierPolicy.CodeFixes.Tests;

/// <summary>Fixes that edit <c>.tierpolicy</c> files.</summary>
public sealed class PolicyFileCodeFixTests
{
    private const string Topology =
        """
        topology Box
        {
            tier Fast { node Dram : dram { capacity 8GiB; cpus; } }
            tier Slow { node Cxl : cxl { capacity 32GiB; } }
        }

        """;

    private static readonly PolicyFileCodeFix Provider = new();

    [Fact]
    public async Task Did_you_mean_is_taken()
    {
        using Workbench bench = new(("box.tierpolicy", Topology + "policy P on Box { keep Dramm; }"));
        Assert.Equal(Topology + "policy P on Box { keep Dram; }", await bench.Fix(Provider, "TP0020", "Change 'Dramm' to 'Dram'", "box.tierpolicy"));
    }

    [Fact]
    public async Task Capacities_are_added_in_all_files_at_once()
    {
        using Workbench bench = new(
            ("a.tierpolicy", "topology A { node D : dram { cpus; } node C : cxl { } }"),
            ("b.tierpolicy", "topology B { node D : dram { cpus; } }"));
        Assert.Equal("topology A { node D : dram { capacity 1GiB; cpus; } node C : cxl { } }", await bench.Fix(Provider, "TP0101", "Add 'capacity 1GiB;'", "a.tierpolicy"));
        Assert.Equal("topology A { node D : dram { capacity 1GiB; cpus; } node C : cxl { capacity 1GiB; } }", await bench.FixAll(Provider, "TP0101", "Add 'capacity 1GiB;'", "a.tierpolicy"));
        Assert.Equal("topology B { node D : dram { capacity 1GiB; cpus; } }", await bench.FixAll(Provider, "TP0101", "Add 'capacity 1GiB;'", "b.tierpolicy"));
    }

    [Fact]
    public async Task A_rule_list_is_made_total_once_for_all_its_nodes()
    {
        using Workbench bench = new(("box.tierpolicy", Topology + "policy P on Box\n{\n    keep when page.dirty;\n}\n"));
        Assert.Equal(2, (await bench.Diagnose()).Count(diagnostic => diagnostic.Id == "TP0308"));
        Assert.Equal(Topology + "policy P on Box\n{\n    keep when page.dirty;\n    discard *;\n}\n", await bench.FixAll(Provider, "TP0308", "Add 'discard *;'", "box.tierpolicy"));
    }

    [Fact]
    public async Task A_policy_in_one_file_is_mended_by_the_topology_of_another()
    {
        using Workbench bench = new(("box.tierpolicy", Topology), ("policy.tierpolicy", "policy P on Box { reclaim migrate; }"));
        Assert.Equal(
            "policy P on Box { reclaim migrate; promote Slow -> Fast when page.accesses >= 2; }",
            await bench.Fix(Provider, "TP0207", "Add 'promote Slow -> Fast when page.accesses >= 2;'", "policy.tierpolicy"));
    }

    [Fact]
    public async Task Or_by_one_in_CSharp()
    {
        using Workbench bench = new(
            ("Box.cs", "using TierPolicy;\n[TierTopology] public enum Box { [Tier(\"Fast\"), Node(NodeKind.Dram, \"8GiB\", HasCpus = true)] Dram, [Tier(\"Slow\"), Node(NodeKind.Cxl, \"32GiB\")] Cxl }"),
            ("policy.tierpolicy", "policy P on Box { reclaim migrate; demote Fast -> Slwo; promote Slow -> Fast; }"));
        Assert.Equal(
            "policy P on Box { reclaim migrate; demote Fast -> Slow; promote Slow -> Fast; }",
            await bench.Fix(Provider, "TP0020", "Change 'Slwo' to 'Slow'", "policy.tierpolicy"));
    }

    [Fact]
    public async Task A_warning_is_silenced_by_a_comment_and_an_error_is_not()
    {
        using Workbench bench = new(("box.tierpolicy", Topology + "policy P on Box { reclaim migrate; keep Dramm; }\npolicy Q on Box { reclaim migrate; }"));
        Assert.Equal(
            Topology + "policy P on Box { reclaim migrate; keep Dramm; }\n// tierpolicy disable TP0207\npolicy Q on Box { reclaim migrate; }",
            await bench.Fix(Provider, "TP0207", "Silence TP0207 with a comment", "box.tierpolicy"));
        Assert.Equal(["Change 'Dramm' to 'Dram'"], await bench.Titles(Provider, "TP0020"));
    }

    [Fact]
    public async Task A_mistake_without_a_likely_way_out_has_no_fix()
    {
        using Workbench bench = new(("box.tierpolicy", Topology + "policy P on Box { keep Nothing; }"));
        Assert.Empty(await bench.Titles(Provider, "TP0020"));
    }
}
