using TierPolicy.CodeFixes.Attributes;
using TierPolicy.CodeFixes.Tests.Hosting;

namespace TierPolicy.CodeFixes.Tests;

/// <summary>Fixes of topologies and policies in attributed C#.</summary>
public sealed class AttributeCodeFixTests
{
    private const string Topology =
        """
        using TierPolicy;

        [TierTopology]
        public enum Box
        {
            [Tier("Fast"), Node(NodeKind.Dram, "8GiB", HasCpus = true)] Dram,
            [Tier("Slow"), Node(NodeKind.Cxl, "32GiB")] Cxl,
        }


        """;

    [Theory]
    [InlineData("public struct P;", "public readonly partial struct P;")]
    [InlineData("public readonly struct P\n{\n}", "public readonly partial struct P\n{\n}")]
    [InlineData("public partial struct P { }", "public readonly partial struct P { }")]
    [InlineData("// why\nstruct P { }", "// why\nreadonly partial struct P { }")]
    [InlineData("public /* why */ struct P { }", "public /* why */ readonly partial struct P { }")]
    [InlineData("public // why\r\n    unsafe partial /* not */ struct P;", "public // why\r\n    unsafe readonly partial /* not */ struct P;")]
    public async Task A_struct_is_made_readonly_and_partial(string declaration, string mended)
    {
        using Workbench bench = new(("P.cs", Topology + "[TierPolicy<Box>]\n" + declaration));
        Assert.Equal(Topology + "[TierPolicy<Box>]\n" + mended, await bench.Fix(new PolicyShapeCodeFix(), "TP0401", "Make the struct 'readonly partial'", "P.cs"));
    }

    [Theory]
    [InlineData("public readonly struct P<T>;")]
    [InlineData("public static class Outer { [TierPolicy<Box>] public readonly struct P; }")]
    [InlineData("public readonly ref partial struct P;")]
    public async Task Another_shape_is_left_alone(string declaration)
    {
        using Workbench bench = new(("P.cs", Topology + (declaration.Contains("[TierPolicy", StringComparison.Ordinal) ? "" : "[TierPolicy<Box>] ") + declaration));
        Assert.Empty(await bench.Titles(new PolicyShapeCodeFix(), "TP0401"));
    }

    [Fact]
    public async Task All_structs_are_mended_at_once()
    {
        using Workbench bench = new(("P.cs", Topology + "[TierPolicy<Box>] public struct P;\n[TierPolicy<Box>] public partial struct Q;\n"));
        Assert.Equal(
            Topology + "[TierPolicy<Box>] public readonly partial struct P;\n[TierPolicy<Box>] public readonly partial struct Q;\n",
            await bench.FixAll(new PolicyShapeCodeFix(), "TP0401", "Make the struct 'readonly partial'", "P.cs"));
    }

    [Theory]
    [InlineData("TP0020", "[Keep(\"Dramm\")]", "[Keep(\"Dram\")]", "Change 'Dramm' to 'Dram'")]
    [InlineData("TP0020", "[Keep(\"Dram, Cxll\")]", "[Keep(\"Dram, Cxl\")]", "Change 'Cxll' to 'Cxl'")]
    [InlineData("TP0020", "[Keep(When = @\"page.idel > 2s\")]", "[Keep(When = @\"page.idle > 2s\")]", "Change 'page.idel' to 'page.idle'")]
    [InlineData("TP0020", "[Keep(When = \"\"\"page.idel > 2s\"\"\")]", "[Keep(When = \"\"\"page.idle > 2s\"\"\")]", "Change 'page.idel' to 'page.idle'")]
    [InlineData("TP0007", "[Keep(When = \"page.idle > 2 s\")]", "[Keep(When = \"page.idle > 2s\")]", "Change '2 s' to '2s'")]
    [InlineData("TP0011", "[Keep(When = \"!page.dirty\")]", "[Keep(When = \"not page.dirty\")]", "Change '!' to 'not'")]
    [InlineData("TP0011", "[Keep(When = \"page.dirty && page.tag == 1\")]", "[Keep(When = \"page.dirty and page.tag == 1\")]", "Change '&&' to 'and'")]
    public async Task What_is_proposed_is_taken_inside_the_string(string id, string attribute, string mended, string title)
    {
        using Workbench bench = new(("P.cs", Topology + "[TierPolicy<Box>]\n" + attribute + "\npublic readonly partial struct P;"));
        Assert.Equal(Topology + "[TierPolicy<Box>]\n" + mended + "\npublic readonly partial struct P;", await bench.Fix(new AttributeTextCodeFix(), id, title, "P.cs"));
    }

    [Fact]
    public async Task A_string_that_stands_elsewhere_is_left_alone()
    {
        using Workbench bench = new(("P.cs", Topology + "public static class Names { public const string Fast = \"Dramm\"; }\n[TierPolicy<Box>]\n[Keep(Names.Fast)]\npublic readonly partial struct P;"));
        Assert.Empty(await bench.Titles(new AttributeTextCodeFix(), "TP0020"));
    }

    [Fact]
    public async Task All_misspellings_are_mended_at_once()
    {
        using Workbench bench = new(("P.cs", Topology + "[TierPolicy<Box>]\n[Keep(\"Dramm\")]\n[Discard(\"Dramm, Cxll\")]\npublic readonly partial struct P;"));
        Assert.Equal(
            Topology + "[TierPolicy<Box>]\n[Keep(\"Dram\")]\n[Discard(\"Dram, Cxl\")]\npublic readonly partial struct P;",
            await bench.FixAll(new AttributeTextCodeFix(), "TP0020", "Change 'Dramm' to 'Dram'", "P.cs"));
    }

    [Theory]
    [InlineData("Node(NodeKind.Dram, null!)", "Node(NodeKind.Dram, \"1GiB\")")]
    [InlineData("Node(NodeKind.Dram, null!, HasCpus = true)", "Node(NodeKind.Dram, \"1GiB\", HasCpus = true)")]
    [InlineData("Node(capacity: null!, kind: NodeKind.Dram)", "Node(capacity: \"1GiB\", kind: NodeKind.Dram)")]
    public async Task A_node_is_given_a_capacity(string node, string mended)
    {
        const string Frame = "using TierPolicy;\n[TierTopology]\npublic enum Box\n{\n    [@] Dram,\n}";
        using Workbench bench = new(("Box.cs", Frame.Replace("@", node, StringComparison.Ordinal)));
        Assert.Equal(Frame.Replace("@", mended, StringComparison.Ordinal), await bench.Fix(new NodeCapacityCodeFix(), "TP0101", "Add the capacity \"1GiB\"", "Box.cs"));
    }

    [Theory]
    [InlineData("[TierPolicy<Box>]\n[Keep(When = \"page.dirty\")]\npublic", "[TierPolicy<Box>]\n[Keep(When = \"page.dirty\")]\n[Discard(\"*\")]\npublic")]
    [InlineData("    [TierPolicy<Box>]\n    [Keep(When = \"page.dirty\")]\n    [Domain(\"A\")]\n    public", "    [TierPolicy<Box>]\n    [Keep(When = \"page.dirty\")]\n    [Discard(\"*\")]\n    [Domain(\"A\")]\n    public")]
    [InlineData("[TierPolicy<Box>] [Keep(When = \"page.dirty\")] public", "[TierPolicy<Box>] [Keep(When = \"page.dirty\")] [Discard(\"*\")] public")]
    [InlineData("[TierPolicy<Box>]\r\n[Keep(When = \"page.dirty\")] // why\r\npublic", "[TierPolicy<Box>]\r\n[Keep(When = \"page.dirty\")] // why\r\n[Discard(\"*\")]\r\npublic")]
    public async Task A_rule_list_is_made_total(string attributes, string mended)
    {
        using Workbench bench = new(("P.cs", Topology + attributes + " readonly partial struct P;"));
        Assert.Equal(Topology + mended + " readonly partial struct P;", await bench.FixAll(new TotalRulesCodeFix(), "TP0308", "Add '[Discard(\"*\")]'", "P.cs"));
    }

    [Fact]
    public async Task Rules_on_methods_would_come_after_it_and_so_it_is_not_offered()
    {
        using Workbench bench = new(("P.cs", Topology + "[TierPolicy<Box>]\n[Keep(When = \"page.dirty\")]\npublic readonly partial struct P\n{\n    [Discard] private static bool Old(in PageInfo page) => page.IsDirty;\n}"));
        Assert.Empty(await bench.Titles(new TotalRulesCodeFix(), "TP0308"));
    }
}
