using TierPolicy.LanguageServer.Tests.Harness;
using static TierPolicy.LanguageServer.Tests.Harness.InProcess;

namespace TierPolicy.LanguageServer.Tests;

public sealed class HoverTests
{
    private static readonly (string, string) Machine = ("/w/machine.tierpolicy", Policies.Topology);

    [Fact]
    public async Task A_word_says_what_it_means_where_it_stands()
    {
        string inDomain = (await HoverAsync("policy P on T { domain B { li$$mit 1GiB; } }"))!;
        string inRule = (await HoverAsync("policy P on T { promote A -> B lim$$it 1MiB/s; }"))!;
        string inDemotion = (await HoverAsync("policy P on T { domain B { demotion limit$$; } }"))!;
        Assert.Contains("limit SIZE;", inDomain, StringComparison.Ordinal);
        Assert.Contains("limit RATE", inRule, StringComparison.Ordinal);
        Assert.Contains("demotion limit;", inDemotion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy P on T { keep when page.i$$dle > 3s; }", "page.idle: duration")]
    [InlineData("policy P on T { keep when pa$$ge.idle > 3s; }", "page.idle: duration")]
    [InlineData("topology T { pa$$ge 4KiB; }", "page SIZE;")]
    [InlineData("policy P on T { expect A { id$$le 3s; } -> keep; }", "idle: duration")]
    [InlineData("policy P on T { expect A { idle 3s$$; } -> keep; }", "1,000,000,000 nanoseconds")]
    [InlineData("topology T { node A : dr$$am { } }", "byte-addressable")]
    [InlineData("policy P on T { expect A { } -> ke$$ep; }", "-> keep;")]
    [InlineData("policy P on T { ke$$ep; }", "keep [NODES] [when CONDITION];")]
    [InlineData("po$$licy P on T { }", "policy NAME on TOPOLOGY")]
    [InlineData("policy P o$$n T { }", "policy NAME on TOPOLOGY")]
    [InlineData("policy P on T { reclaim zone | mig$$rate; }", "8: reclaim may demote")]
    public async Task Words_are_explained(string marked, string expected)
        => Assert.Contains(expected, await HoverAsync(marked), StringComparison.Ordinal);

    [Theory]
    [InlineData("topology T { } // to$$pology")]
    [InlineData("topology T { swap { path \"pa$$th\"; } }")]
    [InlineData("topology T { $$ }")]
    public async Task Where_nothing_stands_nothing_is_said(string marked) => Assert.Null(await HoverAsync(marked));

    [Fact]
    public async Task A_node_tells_its_tier_size_and_chain_in_each_policy()
    {
        string text = (await HoverAsync(Policies.Policy.Replace("assert offline(Cxl1): Dram", "assert offline(Cxl1): D$$ram", StringComparison.Ordinal), Machine))!;
        Assert.Contains("node Dram : dram", text, StringComparison.Ordinal);
        Assert.Contains("Node 0 of `Machine`: dram, 1GiB, tier 0 `Fast`, 90ns.", text, StringComparison.Ordinal);
        Assert.Contains("`Cache`: demotes to `Cxl0`, or else to `Cxl1`; chain `Dram -> Cxl0 -> none`", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_summed_up()
    {
        string text = (await HoverAsync(Policies.Policy.Replace("policy Cache", "policy C$$ache", StringComparison.Ordinal), Machine))!;
        Assert.Contains("policy Cache on Machine", text, StringComparison.Ordinal);
        Assert.Contains("order tiers, reclaim zone | write | unmap | migrate, aging twolist, admission always; 2 reclaim rules, 1 promote rule, 1 domain.", text, StringComparison.Ordinal);
        Assert.Contains("`Dram -> Cxl0 -> none`", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demote Fast", "demote F$$ast", "Tier 0 of 2")]
    [InlineData("on Machine", "on Mac$$hine", "3 nodes in 2 tiers, pages of 64KiB; 5GiB of memory.")]
    [InlineData("== Batch", "== B$$atch", "at most 1GiB; demotion on; on `Dram`, `Cxl0`, `Cxl1`.")]
    [InlineData("Acme.Rules.IsHot(page)", "Acme.Rules.I$$sHot(page)", "static bool Acme.Rules.IsHot(in PageInfo page)")]
    public async Task Names_tell_what_they_stand_for(string unmarked, string marked, string expected)
        => Assert.Contains(expected, await HoverAsync(Policies.Policy.Replace(unmarked, marked, StringComparison.Ordinal), Machine), StringComparison.Ordinal);

    [Fact]
    public async Task With_mistakes_less_is_known_and_that_is_said()
        => Assert.Contains("once the mistakes are mended", await HoverAsync("topology T { node A$$ : dram { } }"), StringComparison.Ordinal);
}
