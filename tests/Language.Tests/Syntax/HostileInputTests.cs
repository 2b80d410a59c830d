using System.Text;
using TierPolicy.Fuzz;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Language.Tests.Syntax;

/// <summary>What nobody writes by hand goes through all of the front end, in a time that grows with the text and no faster.</summary>
public class HostileInputTests
{
    private const string Topology = "topology T { node A : dram { capacity 1GiB; cpus; } }\n";

    [Theory]
    [InlineData("(", "page.dirty", ")")]
    [InlineData("(", "page.dirty", "")]
    [InlineData("not ", "page.dirty", "")]
    [InlineData("not (", "page.dirty", ")")]
    [InlineData("page.dirty and (", "page.dirty", ")")]
    [InlineData("page.tag == 1 + (", "1", ")")]
    public void A_condition_nested_100_000_deep_is_a_mistake(string open, string middle, string close)
    {
        string condition = Repeat(open, 100_000) + middle + Repeat(close, 100_000);
        BindingResult result = RunInTime($"{Topology}policy P on T {{ keep when {condition}; }}", TimeSpan.FromSeconds(5));
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Id == "TP0010");
        FrontEnd.RunFragments(condition);
    }

    [Fact]
    public void A_chain_of_100_000_conditions_is_none()
    {
        string chain = string.Join(" or ", Enumerable.Range(0, 100_000).Select(i => $"page.accesses == {i % 256}"));
        BindingResult result = RunInTime($"{Topology}policy P on T {{ keep when {chain}; discard *; }}", TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_file_of_10_megabytes_is_read_to_its_end()
    {
        string rules = string.Concat(Enumerable.Range(0, 100).Select(i => $"    keep when page.tag == {i} and page.idle < {i + 1}s; // rule {i}\n"));
        StringBuilder text = new(Topology);
        int policies = 0;
        while (text.Length < 10_000_000)
        {
            text.Append("policy P").Append(policies++).Append(" on T\n{\n").Append(rules).Append("    discard *;\n}\n\n");
        }

        text.Append("policy Last on T { keep Nowhere; }");
        BindingResult result = RunInTime(text.ToString(), TimeSpan.FromSeconds(120));
        Diagnostic last = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("unknown node or tier 'Nowhere'", last.Message);
        Assert.Equal(policies, result.Policies.Count);
    }

    [Fact]
    public void A_thousand_policies_on_one_topology_are_all_there()
    {
        string policies = string.Concat(Enumerable.Range(0, 1000).Select(i => $"policy P{i} on T {{ keep when page.tag == {i % 256}; discard *; }}\n"));
        BindingResult result = RunInTime(Topology + policies, TimeSpan.FromSeconds(10));
        Assert.Equal(1000, result.Policies.Count);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity != DiagnosticSeverity.Information);
    }

    [Theory]
    [InlineData("topology NAME { node A : dram { capacity 1GiB; cpus; } }")]
    [InlineData("topology T { node NAME : dram { capacity 1GiB; cpus; } }")]
    [InlineData("topology T { tier NAME { node A : dram { capacity 1GiB; cpus; } } }")]
    [InlineData(Topology + "policy NAME on T { discard *; }")]
    [InlineData(Topology + "policy P on T { discard *; domain NAME { } }")]
    [InlineData(Topology + "policy P on T { keep when NAME(page); discard *; }")]
    [InlineData("namespace NAME; " + Topology)]
    public void A_name_of_10_000_characters_is_a_mistake_that_is_told_briefly(string place)
    {
        BindingResult result = FrontEnd.Run(place.Replace("NAME", new string('x', 10_000), StringComparison.Ordinal));
        Diagnostic mistake = result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("TP0013", mistake.Id);
        Assert.Equal("the name has 10000 characters; the limit is 255", mistake.Message);
        Assert.All(result.Diagnostics, diagnostic => Assert.InRange(diagnostic.Message.Length, 1, 400));
    }

    [Fact]
    public void A_path_of_a_megabyte_is_a_path()
    {
        string path = new('p', 1_000_000);
        BindingResult result = FrontEnd.Run($"topology T {{ node A : dram {{ capacity 1GiB; cpus; }} node B : file {{ capacity 1GiB; path \"{path}\"; }} }}");
        Assert.Equal(path, result.Topologies[0].Nodes[1].Path);
    }

    [Theory]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0xff, 0xfe, 0xfd })]
    [InlineData(new byte[] { 0xc3, 0x28 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0xaf })]
    public void Bytes_that_are_no_UTF_8_are_mistakes_in_their_place_and_contents_in_a_string(byte[] bytes)
    {
        string bad = Encoding.UTF8.GetString(bytes);
        Assert.Contains(FrontEnd.Run(Topology + bad).Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.Span.Start >= Topology.Length);
        Assert.Single(FrontEnd.Run($"topology T {{ node A : dram {{ capacity 1GiB; cpus; }} node B : file {{ capacity 1GiB; path \"{bad}\"; }} }}").Topologies);
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("\udfff")]
    [InlineData("\udfff\ud800")]
    public void Half_a_character_is_a_mistake(string half)
    {
        foreach (string text in (string[])[half, $"topology T{half} {{ }}", Topology + half, $"{Topology}policy P on T {{ keep when page.tag == 1{half}; }}"])
        {
            Assert.Contains(FrontEnd.Run(text).Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            FrontEnd.RunFragments(text);
        }
    }

    private static BindingResult RunInTime(string text, TimeSpan limit)
    {
        BindingResult? result = null;
        TimeSpan own = ThreadTime.Of(() => result = FrontEnd.Run(text));
        Assert.True(own < limit, $"It took {own} of the processor's time.");
        return result!;
    }

    private static string Repeat(string piece, int times) => new StringBuilder(piece.Length * times).Insert(0, piece, times).ToString();
}
