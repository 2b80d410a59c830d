using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _search;

    public ExplainTests() => _search = _folder.Write("search.tierpolicy", Policies.Search);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_and_the_words_say_where_pages_go_and_why()
    {
        Run run = Run.Of("explain", _search);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("SearchCache on TwoSocket\norder tiers; reclaim zone | write | unmap | migrate;", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ Dram0 │ 0 Fast │ dram │ Cxl0       │ Cxl1, Ssd  │", run.Output, StringComparison.Ordinal);
        Assert.Contains("  chain  Dram0 -> Cxl0 -> Ssd -> none\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Ssd is the end of its chain\n  why    no node on line stands in a lower tier\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_score_is_made_of_is_said()
        => Assert.Contains("  score: distance, +1 for an id below the source's, +1 for a node that has CPUs;", Run.Of("explain", _search).Output, StringComparison.Ordinal);

    [Fact]
    public void Json_is_exactly_the_table()
    {
        Run run = Run.Of("explain", "--json", _search);
        const string Dram0 = """{"policies":[{"name":"SearchCache","topology":"TwoSocket","nodes":[{"name":"Dram0","id":0,"tier":0,"preferred":["Cxl0"],"fallback":["Cxl0","Cxl1","Ssd"],"fallbackOrder":["Dram0","Cxl0","Dram1","Cxl1"]},""";
        const string Ssd = """{"name":"Ssd","id":4,"tier":2,"preferred":[],"fallback":[],"fallbackOrder":[]}]}]}""" + "\n";
        Assert.StartsWith(Dram0, run.Output, StringComparison.Ordinal);
        Assert.EndsWith(Ssd, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_off_line_leave_the_table()
    {
        JsonElement nodes = Run.Of("explain", _search, "--json", "--offline", "Cxl1").ReadJson().GetProperty("policies")[0].GetProperty("nodes");
        Assert.Equal("""["Cxl0"]""", nodes[1].GetProperty("preferred").GetRawText());
        Assert.Equal("""["Cxl0","Ssd"]""", nodes[1].GetProperty("fallback").GetRawText());
        Assert.Equal("[]", nodes[3].GetProperty("fallbackOrder").GetRawText());
    }

    [Fact]
    public void A_page_gets_its_verdict_and_why_the_earlier_rules_did_not_match()
    {
        Run run = Run.Of("explain", _search, "--page", "on Dram0; idle 3s; dirty");
        Assert.Contains(
            """
            A page on Dram0; idle 3s; dirty
               1. keep when page.tag == 1
                  does not match: page.tag is 0
               2. discard when page.kind == file and page.age < 50ms
                  does not match: page.kind is anon
               3. demote Fast -> Slow when page.idle >= 2s
                  matches: page.idle is 3s
              => demote to Cxl0: rule 3 decides
            The same page when it is accessed
               1. promote Slow -> Fast when page.accesses >= 2 and page.idle < 1s limit 256MiB/s
                  it is not about pages on Dram0
              => it stays; no promote rule matches
            """.ReplaceLineEndings("\n"),
            run.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dram0", "discard", 5)]
    [InlineData("on Dram0; tag 1;", "keep", 1)]
    [InlineData("on Cxl0; idle 6min", "demote", 4)]
    [InlineData("on Cxl0; idle 3s; source.free 1%", "demote", 4)]
    [InlineData("on Ssd; kind file; age 1ms", "discard", 2)]
    [InlineData("on Dram0; idle 3s; domain Batch", "discard", 3)]
    public void The_verdict_is_the_one_that_expect_would_have(string page, string verdict, int rule)
    {
        JsonElement answer = Run.Of("explain", _search, "--json", "--page", page).ReadJson().GetProperty("policies")[0].GetProperty("page");
        Assert.Equal(verdict, answer.GetProperty("verdict").GetString());
        Assert.Equal(rule, answer.GetProperty("rule").GetInt32());
    }

    [Fact]
    public void A_page_of_a_domain_whose_demotion_is_off_says_so()
        => Assert.Contains("the domain 'Batch' has demotion off", Run.Of("explain", _search, "--page", "on Dram0; idle 3s; domain Batch").Output, StringComparison.Ordinal);

    [Fact]
    public void A_page_that_would_be_promoted_says_where()
        => Assert.Contains("=> promoted to Dram1, by promote rule 1", Run.Of("explain", _search, "--page", "on Cxl1; accesses 2").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("on Cxl0; accesses 1", "does not match: page.accesses is 1")]
    [InlineData("on Cxl0; accesses 2; idle 1s", "does not match: page.idle is 1s")]
    [InlineData("on Cxl0; accesses 2", "matches: page.accesses is 2 and page.idle is 0ns")]
    [InlineData("on Dram0; accesses 2", "it is not about pages on Dram0")]
    public void A_page_that_is_accessed_is_told_why_it_is_promoted_or_not(string page, string why)
    {
        JsonElement answer = Run.Of("explain", _search, "--json", "--page", page).ReadJson().GetProperty("policies")[0].GetProperty("page");
        JsonElement attempt = Assert.Single(answer.GetProperty("promotionAttempts").EnumerateArray());
        Assert.Equal((1, why), (attempt.GetProperty("rule").GetInt32(), attempt.GetProperty("why").GetString()));
        Assert.Contains(why, Run.Of("explain", _search, "--page", page).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on Dramm0; idle 3s", "--page: unknown node 'Dramm0'; did you mean 'Dram0'?")]
    [InlineData("on Dram0; idel 3s", "--page: unknown fact 'idel'; did you mean 'idle'?")]
    [InlineData("on Dram0; idle 3KiB", "--page: 'idle' takes a duration, not a size")]
    [InlineData("on Dram0; tag 300", "--page: 300 is out of the range of 'tag', which is from 0 to 255")]
    [InlineData("", "--page: expected a node's name or 'trace', found '{'; write it as \"on NODE; idle 3s; dirty\"")]
    public void A_wrong_page_is_wrong_usage(string page, string message) => Run.Of("explain", _search, "--page", page).AssertWrongUsage(message);

    [Theory]
    [InlineData("Cxl9", "--offline: unknown node or tier 'Cxl9'; did you mean 'Cxl0'?")]
    [InlineData("Dram0", "--offline: the node 'Dram0' never goes off line: it is not declared 'hotplug'")]
    [InlineData("Cxl1,", "--offline: expected '*' or the name of a node or tier, found the end")]
    public void Nodes_that_cannot_be_off_line_are_wrong_usage(string offline, string message)
        => Run.Of("explain", _search, "--offline", offline).AssertWrongUsage(message);

    [Fact]
    public void A_page_on_a_node_off_line_is_wrong_usage()
        => Run.Of("explain", _search, "--offline", "Cxl1", "--page", "on Cxl1").AssertWrongUsage("--page: 'Cxl1' is off line, so no page is on it");

    [Fact]
    public void A_policy_that_there_is_not_is_wrong_usage()
        => Run.Of("explain", _search, "--policy", "Cache").AssertWrongUsage("no policy is named 'Cache': there is 'SearchCache'");

    [Fact]
    public void A_file_with_errors_is_not_explained()
    {
        Run run = Run.Of("explain", "--json", _folder.Write("bad.tierpolicy", "policy P on Nowhere { }"));
        Assert.Equal((1, "TP0020"), (run.ExitCode, run.ReadJson().GetProperty("diagnostics")[0].GetProperty("id").GetString()));
        Assert.Contains("error TP0020: unknown topology 'Nowhere'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_policies_are_explained_and_one_can_be_chosen()
    {
        string sample = Repository.PathOf("samples", "Quickstart", "quickstart.tierpolicy");
        Assert.Equal(3, Run.Of("explain", "--json", sample).ReadJson().GetProperty("policies").GetArrayLength());
        Assert.Equal("Demotion", Assert.Single(Run.Of("explain", "--json", sample, "--policy", "TierPolicy.Samples.Quickstart.Demotion").ReadJson().GetProperty("policies").EnumerateArray()).GetProperty("name").GetString());

        // Only two of the three are on a topology with this node.
        Assert.Equal(2, Run.Of("explain", "--json", sample, "--page", "on Cxl").ReadJson().GetProperty("policies").GetArrayLength());
    }
}
