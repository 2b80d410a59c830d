using System.Text.Json;
using System.Xml.Linq;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class GraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _search;

    public GraphTests() => _search = _folder.Write("search.tierpolicy", Policies.Search);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Edges_are_the_ways_that_rules_send_pages()
    {
        JsonElement graph = Run.Of("graph", "--json", _search).ReadJson().GetProperty("graphs")[0];
        string[] edges = [.. graph.GetProperty("edges").EnumerateArray().Select(edge => $"{edge.GetProperty("kind")} {edge.GetProperty("from")} {edge.GetProperty("to")}")];
        Assert.Equal(
            ["demotion Dram0 Cxl0", "demotion Dram1 Cxl1", "demotion Cxl0 Ssd", "promotion Cxl0 Dram0", "demotion Cxl1 Ssd", "promotion Cxl1 Dram1"],
            edges);
    }

    [Fact]
    public void Without_rules_edges_are_those_of_the_table_and_without_migrate_there_are_none()
    {
        const string Topology = "topology T { tier A { node D : dram { capacity 1GiB; } } tier B { node C : cxl { capacity 1GiB; } } }\n";
        string path = _folder.Write("a.tierpolicy", Topology + "policy P on T { reclaim migrate; promote B -> A; } policy Q on T { }");
        JsonElement graphs = Run.Of("graph", "--json", path).ReadJson().GetProperty("graphs");
        Assert.Equal("order tiers", graphs[0].GetProperty("edges")[0].GetProperty("text").GetString());
        Assert.Equal(0, graphs[1].GetProperty("edges").GetArrayLength());
    }

    [Fact]
    public void Svg_is_well_formed_and_has_a_box_a_node_and_a_path_an_edge()
    {
        XElement svg = XDocument.Parse(Run.Of("graph", _search, "--format", "svg").Output).Root!;
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        string?[] classes = [.. svg.Descendants().Select(element => element.Attribute("class")?.Value)];
        Assert.Equal(5, classes.Count(name => name is "box" or "box off"));
        Assert.Equal(6, svg.Descendants().Count(element => element.Name.LocalName == "path" && element.Elements().Any()));
        Assert.Contains("prefers-color-scheme:dark", svg.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tier_of_many_nodes_is_drawn_in_rows_that_a_screen_can_show()
    {
        string Nodes(string name, string kind, int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"node {name}{i} : {kind} {{ capacity 1GiB; cpus; }} "));
        string path = _folder.Write(
            "many.tierpolicy",
            $"topology Many {{ tier Fast {{ {Nodes("Dram", "dram", 24)} }} tier Slow {{ {Nodes("Cxl", "cxl", 40)} }} }} policy P on Many {{ reclaim migrate; demote Fast -> Slow; promote Slow -> Fast; }}");
        XElement svg = XDocument.Parse(Run.Of("graph", path, "--format", "svg").Output).Root!;
        Assert.InRange((int)svg.Attribute("width")!, 1000, 2000);
        (int X, int Y)[] boxes = [.. svg.Descendants().Where(element => element.Attribute("class")?.Value == "box").Select(box => ((int)box.Attribute("x")!, (int)box.Attribute("y")!))];
        Assert.Equal(64, boxes.Length);
        Assert.Equal(64, boxes.Distinct().Count());
        Assert.Equal([8, 8, 8, 8, 8, 8, 8, 8], boxes.GroupBy(box => box.Y).Select(row => row.Count()));
    }

    [Fact]
    public void Mermaid_and_dot_name_nodes_and_edges()
    {
        string mermaid = Run.Of("graph", _search).Output;
        Assert.StartsWith("flowchart TB\n", mermaid, StringComparison.Ordinal);
        Assert.Contains("g0n0 -->|demote| g0n2", mermaid, StringComparison.Ordinal);
        string dot = Run.Of("graph", _search, "--format", "dot").Output;
        Assert.StartsWith("digraph", dot, StringComparison.Ordinal);
        Assert.Contains("g0n0 -> g0n2 [tooltip=", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topology_alone_is_drawn_too()
    {
        string path = _folder.Write("a.tierpolicy", "topology Alone { node Dram : dram { capacity 1GiB; } }");
        Assert.Contains("Alone", Run.Of("graph", path).Output, StringComparison.Ordinal);
        XDocument.Parse(Run.Of("graph", path, "--format", "svg").Output);
    }

    [Fact]
    public void A_format_that_there_is_not_is_wrong_usage()
    {
        Run run = Run.Of("graph", _search, "--format", "png");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("png", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }
}
