using TierPolicy.Language.Diagnostics;
using static TierPolicy.Language.Tests.Diagnostics.Marked;
using static TierPolicy.Language.Tests.Diagnostics.Samples;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>TP01xx: id, message and span of mistakes in topologies.</summary>
public class TopologyDiagnosticsTests
{
    private const string Dram = "node D : dram { capacity 1GiB; } ";

    [Fact]
    public void A_node_without_capacity_is_reported_at_its_name()
        => Reports(InTopology("node [|A|] : dram { latency 90ns; }"), "TP0101", "the node 'A' has no capacity");

    [Fact]
    public void A_node_that_cannot_hold_a_page_is_reported_at_the_capacity()
        => Reports(InTopology("page 2MiB; node A : dram { capacity [|1MiB|]; }"), "TP0102", "the capacity of 'A', 1MiB, is below one page (2MiB)");

    [Fact]
    public void A_capacity_that_is_not_whole_pages_is_worth_knowing()
        => Assert.Equal(
            DiagnosticSeverity.Information,
            Reports(InTopology("node A : dram { capacity [|100KiB|]; }"), "TP0103", "the capacity of 'A' is not a multiple of the page (64KiB): its last 36KiB are not used").Severity);

    [Theory]
    [InlineData("2KiB")]
    [InlineData("4MiB")]
    [InlineData("12KiB")]
    [InlineData("0B")]
    public void A_page_is_a_power_of_two_from_4KiB_to_2MiB(string size)
        => Reports(InTopology($"page [|{size}|]; {Dram}"), "TP0104", "the page size must be a power of two from 4KiB to 2MiB");

    [Theory]
    [InlineData("dram", "[|codec|] lz4;", "codec", "compressed nodes")]
    [InlineData("dram", "[|durable|];", "durable", "file nodes")]
    [InlineData("cxl", "[|endpoint|] \"x\";", "endpoint", "remote nodes")]
    [InlineData("hbm", "[|path|] \"x\";", "path", "file and dax nodes")]
    [InlineData("file", "[|numa|] 1;", "numa", "nodes that are memory")]
    [InlineData("remote", "[|bind|] strict;", "bind", "nodes that are memory")]
    public void A_clause_that_means_nothing_for_the_kind_is_reported_at_its_word(string kind, string clause, string keyword, string isFor)
        => Reports(InTopology($"{Dram} node A : {kind} {{ capacity 1GiB; {clause} }}"), "TP0105", $"'{keyword}' does not fit a {kind} node; it is for {isFor}");

    [Fact]
    public void A_range_of_CPUs_runs_forward() => Reports(InNode("cpus 1, [|5-3|];"), "TP0106", "the range 5-3 runs backwards");

    [Theory]
    [InlineData("A 10 20 [|B 20|]", "B", "1 entry")]
    [InlineData("[|A 10 20 30|] B 20 10", "A", "3 entries")]
    [InlineData("A 10 20 [|B|]", "B", "0 entries")]
    public void A_row_has_an_entry_a_column(string rows, string row, string entries)
        => Reports(WithDistances("A B " + rows), "TP0107", $"the row of '{row}' has {entries}; the header names 2 nodes");

    [Fact]
    public void A_row_is_due_for_each_column() => Reports(WithDistances("A [|B|] A 10 20"), "TP0108", "the distance matrix has no row for 'B'");

    [Fact]
    public void A_column_is_due_for_each_row() => Reports(WithDistances("A A 10 [|B|] 20"), "TP0109", "the distance matrix has a row but no column for 'B'");

    [Fact]
    public void A_name_stands_once_in_the_matrix()
    {
        ReportsWith(WithDistances("A [|A|] A 10 10"), "TP0021", "the name 'A' is taken already", "first named here", "A");
        ReportsWith(WithDistances("A A 10 [|A|] 10"), "TP0021", "the name 'A' is taken already", "first named here", "A");
    }

    [Fact]
    public void A_node_is_at_distance_10_from_itself()
        => Reports(WithDistances("A B A [|11|] 20 B 20 10"), "TP0110", "the distance of 'A' to itself is 10, not 11");

    [Theory]
    [InlineData("10")]
    [InlineData("255")]
    [InlineData("0")]
    public void Another_node_is_at_a_distance_from_11_to_254(string distance)
        => Reports(WithDistances($"A B A 10 [|{distance}|] B 20 10"), "TP0111", $"the distance from 'A' to 'B' must be from 11 to 254, not {distance}");

    [Fact]
    public void Distances_that_differ_by_direction_are_worth_knowing()
    {
        string text = WithDistances("A B A 10 20 B [|30|] 10");
        Assert.Equal(DiagnosticSeverity.Information, Reports(text, "TP0112", "the distance from 'B' to 'A' is 30, but 20 the other way").Severity);
        ReportsWith(text, "TP0112", "the distance from 'B' to 'A' is 30, but 20 the other way", "the other way", "20");
    }

    [Fact]
    public void All_nodes_stand_in_tiers_or_none_does()
        => ReportsWith(
            InTopology("tier Fast { node A : dram { capacity 1GiB; } } node [|B|] : dram { capacity 1GiB; }"),
            "TP0113",
            "the node 'B' stands in no tier, but others do: either all nodes stand in tiers, or none",
            "a tier is declared here",
            "Fast");

    [Fact]
    public void A_tier_has_nodes()
        => Reports(InTopology("tier Fast { node A : dram { capacity 1GiB; } } tier [|Slow|] { }"), "TP0114", "the tier 'Slow' has no nodes");

    [Fact]
    public void A_topology_has_at_most_64_nodes()
    {
        string nodes = string.Concat(Enumerable.Range(0, 64).Select(i => $"node N{i} : dram {{ capacity 1GiB; }} "));
        BindClean(InTopology(nodes));
        Reports(InTopology(nodes + "node [|N64|] : dram { capacity 1GiB; } node N65 : dram { capacity 1GiB; }"), "TP0115", "a topology has at most 64 nodes; 'N64' is the 65th");
    }

    [Fact]
    public void A_topology_has_at_most_4096_rows()
    {
        BindClean("topology T { " + Hotplugging(8) + Permanent(8) + "}");
        Reports("topology [|T|] { " + Hotplugging(8) + Permanent(9) + "}", "TP0116", "17 nodes times 2 to the 8 that hotplug is 4352; the limit is 4096");
        Reports("topology [|T|] { " + Hotplugging(60) + Permanent(1) + "}", "TP0116", "61 nodes times 2 to the 60 that hotplug is beyond counting; the limit is 4096");
    }

    [Theory]
    [InlineData("node A : file { capacity 1GiB; }")]
    [InlineData("node A : dram { capacity 1GiB; hotplug; }")]
    [InlineData("")]
    public void A_topology_has_memory_that_stays(string body)
        => Reports("topology [|T|] { " + body + " }", "TP0117", "the topology 'T' needs at least one byte-addressable node that does not hotplug");

    [Theory]
    [InlineData("tier X { node [|F|] : file { capacity 1GiB; } } tier Y { node D : dram { capacity 1GiB; } }", "the file node 'F' must rank below 'D', which is byte-addressable")]
    [InlineData("tier X { node D : dram { capacity 1GiB; } node [|Z|] : compressed { capacity 1GiB; } }", "the compressed node 'Z' must rank below 'D', which is byte-addressable")]
    [InlineData("tier W { node D : dram { capacity 1GiB; } } tier X { node [|F|] : file { capacity 1GiB; } } tier Y { node Z : compressed { capacity 1GiB; } }", "the file node 'F' must rank below 'Z', which is compressed")]
    [InlineData("tier W { node D : dram { capacity 1GiB; } } tier X { node [|R|] : remote { capacity 1GiB; } } tier Y { node F : file { capacity 1GiB; } }", "the remote node 'R' must rank below 'F', which is file")]
    public void Kinds_that_are_not_byte_addressable_rank_below(string body, string message) => Reports(InTopology(body), "TP0118", message);

    [Theory]
    [InlineData("compressed")]
    [InlineData("file")]
    [InlineData("remote")]
    public void They_have_no_abstract_distance(string kind)
        => Reports(
            InTopology($"{Dram} node A : {kind} {{ capacity 1GiB; [|adistance 100;|] }}"),
            "TP0119",
            $"a {kind} node has no abstract distance: it always ranks below the byte-addressable ones");

    [Fact]
    public void An_enum_cannot_have_a_member_value__()
        => Reports(InTopology("node D : dram { capacity 1GiB; } node [|value__|] : dram { capacity 1GiB; }"), "TP0120", "'value__' cannot be the name of a node: the enum has a field of that name");

    [Fact]
    public void A_price_that_a_decimal_cannot_hold_is_too_large()
    {
        string price = new('9', 30);
        Reports(InNode($"price [|{price}.5|];"), "TP0008", $"{price}.5 is too large: the limit is 79228162514264337593543950335");
    }

    private static string WithDistances(string matrix)
        => InTopology("node A : dram { capacity 1GiB; } node B : dram { capacity 1GiB; } distance { " + matrix + " }");

    private static string Hotplugging(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"node H{i} : dram {{ capacity 1GiB; hotplug; }} "));

    private static string Permanent(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"node P{i} : dram {{ capacity 1GiB; }} "));

    [Theory]
    [InlineData("topology [|System|] { node A : dram { capacity 1GiB; } }", "'System' cannot be the name of a topology without a namespace: the word is reserved")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy [|TierPolicy|] on T { keep *; }", "'TierPolicy' cannot be the name of a policy without a namespace: the word is reserved")]
    [InlineData("namespace TierPolicy; topology [|PageInfo|] { node A : dram { capacity 1GiB; } }", "'TierPolicy' cannot be the name of a topology's namespace: the word is reserved")]
    [InlineData("namespace System.CodeDom; topology [|Compiler|] { node A : dram { capacity 1GiB; } }", "'System.CodeDom' cannot be the name of a topology's namespace: the word is reserved")]
    public void A_type_must_not_hide_what_the_output_is_made_of(string marked, string message)
    {
        Marked.Reports(marked, "TP0022", message);
        Marked.BindClean("namespace TierPolicy.Samples; topology System { node A : dram { capacity 1GiB; } } policy TierPolicy on System { keep *; }");
    }
}
