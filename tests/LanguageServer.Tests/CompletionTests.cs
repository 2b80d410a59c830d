using TierPolicy.LanguageServer.Tests.Harness;
using static TierPolicy.LanguageServer.Tests.Harness.InProcess;

namespace TierPolicy.LanguageServer.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("$$", "namespace,topology,policy,internal")]
    [InlineData("namespace A; to$$", "topology,policy,internal")]
    [InlineData("internal $$", "topology,policy")]
    [InlineData("policy P $$", "on")]
    [InlineData("topology $$", "")]
    [InlineData("topology T { $$ }", "page,tier,node,swap,store,distance")]
    [InlineData("topology T { page 4KiB; swap { } $$ store { } }", "tier,node,distance")]
    [InlineData("topology T { tier F { $$ } }", "node")]
    [InlineData("topology T { node D : $$ }", "hbm,dram,cxl,pmem,dax,compressed,file,remote")]
    [InlineData("topology T { node D : dr$$am { } }", "hbm,dram,cxl,pmem,dax,compressed,file,remote")]
    [InlineData("topology T { node D : dram { capacity 1GiB; $$ } }", "cpus,numa,bind,latency,bandwidth,price,adistance,hotplug")]
    [InlineData("topology T { node D : compressed { $$ capacity 1GiB; } }", "cpus,numa,bind,codec,latency,bandwidth,price,hotplug")]
    [InlineData("topology T { node D : dram { bind $$", "strict,preferred")]
    [InlineData("topology T { swap { path \"x\"; $$ } }", "capacity,latency,bandwidth")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } distance { $$ } }", "A")]
    [InlineData("policy P on T { $$", "reclaim,order,watermarks,aging,admission,keep,discard,demote,proactive,promote,domain,assert,expect")]
    [InlineData("policy P on T { reclaim zone | $$; }", "zone,write,unmap,migrate")]
    [InlineData("policy P on T { order $$", "tiers,nearest,exclusive,manual")]
    [InlineData("policy P on T { aging s$$", "twolist,lru,clock,sieve,s3fifo")]
    [InlineData("policy P on T { domain B { limit 1GiB; $$ } }", "nodes,demotion")]
    [InlineData("policy P on T { domain B { demotion $$ } }", "on,off,limit")]
    [InlineData("policy P on T { watermarks * { low 1%; $$ } }", "min,high,promo")]
    public async Task Words_are_offered_where_they_can_stand(string marked, string expected)
        => Assert.Equal(expected, string.Join(',', await CompleteAsync(marked)));

    [Theory]
    [InlineData("latency 90$$", "ns,us,ms,s,min,h")]
    [InlineData("capacity 8Gi$$", "B,KiB,MiB,GiB,TiB,KB,MB,GB,TB")]
    [InlineData("bandwidth 8$$", "B/s,KiB/s,MiB/s,GiB/s,TiB/s,KB/s,MB/s,GB/s,TB/s")]
    [InlineData("numa 1$$", "")]
    [InlineData("cpus 1$$", "")]
    public async Task Units_are_offered_behind_numbers(string marked, string expected)
        => Assert.Equal(expected, string.Join(',', await CompleteAsync($"topology T {{ node D : dram {{ {marked}")));

    [Theory]
    [InlineData("keep $$", "Dram,Cxl0,Cxl1,Fast,Slow,*,when")]
    [InlineData("keep Dram $$", "when")]
    [InlineData("demote Fast, $$", "Dram,Cxl0,Cxl1,Fast,Slow,*")]
    [InlineData("demote Fast -> S$$", "Dram,Cxl0,Cxl1,Fast,Slow,*")]
    [InlineData("demote Fast -> Slow $$", "when")]
    [InlineData("promote Slow -> Fast $$", "when,limit")]
    [InlineData("promote Slow -> Fast when page.dirty $$", "and,or,limit")]
    [InlineData("keep when page.dirty $$", "and,or")]
    [InlineData("keep when page.kind == $$", "anon,file")]
    [InlineData("keep when page.dirty and page.kind == $$", "anon,file")]
    [InlineData("domain Batch { } keep when page.domain == $$", "Batch,none")]
    [InlineData("keep when page.idle > 3$$", "ns,us,ms,s,min,h")]
    [InlineData("keep when source.free < 3$$", "%")]
    [InlineData("promote Slow -> Fast when page.accesses > 2 limit 1$$", "B/s,KiB/s,MiB/s,GiB/s,TiB/s,KB/s,MB/s,GB/s,TB/s")]
    [InlineData("assert $$", "Dram,Cxl0,Cxl1,offline")]
    [InlineData("assert offline($$", "Dram,Cxl0,Cxl1,Fast,Slow,*")]
    [InlineData("assert Dram -> $$", "Dram,Cxl0,Cxl1,none")]
    [InlineData("expect $$", "Dram,Cxl0,Cxl1,trace")]
    [InlineData("expect Dram { idle 3s; } -> $$", "keep,discard,demote")]
    [InlineData("expect Dram { idle 3s; } -> demote $$", "Dram,Cxl0,Cxl1")]
    [InlineData("expect Dram { kind $$", "anon,file")]
    [InlineData("expect Dram { dirty $$", "true,false")]
    [InlineData("expect Dram { idle 3$$", "ns,us,ms,s,min,h")]
    [InlineData("domain B { nodes Dram, $$", "Dram,Cxl0,Cxl1,Fast,Slow,*")]
    [InlineData("watermarks $$", "Dram,Cxl0,Cxl1,Fast,Slow,*")]
    [InlineData("keep when page.tag == 1; // $$", "")]
    [InlineData("expect trace \"$$\"", "")]
    public async Task Names_are_those_of_the_policy_s_topology_also_in_another_file(string marked, string expected)
        => Assert.Equal(expected, string.Join(',', await CompleteAsync($"namespace Acme; policy P on Machine {{ {marked}", ("/w/machine.tierpolicy", Policies.Topology))));

    [Fact]
    public async Task Facts_stand_in_conditions_in_full_and_in_expects_in_short()
    {
        string[] condition = await CompleteAsync("policy P on T { keep when My.Own(page); discard when $$");
        Assert.Equal(
            ["My.Own(page)", "page.idle", "page.age", "page.accesses", "page.dirty", "page.kind", "page.domain", "page.tag", "source.free", "target.free", "not", "true", "false"],
            condition);

        string[] expect = await CompleteAsync("policy P on T { keep when My.Own(page); expect A { idle 3s; $$ } -> keep; }");
        Assert.Equal(["My.Own", "age", "accesses", "dirty", "kind", "domain", "tag", "source.free", "target.free"], expect);
    }

    [Fact]
    public async Task What_is_written_already_is_replaced_dots_included()
    {
        System.Text.Json.JsonElement list = await AskAsync("textDocument/completion", "policy P on T { keep when page.i$$");
        System.Text.Json.JsonElement item = list.GetProperty("items").EnumerateArray().First(item => item.GetProperty("label").GetString() == "page.idle");
        Assert.Equal("""{"start":{"line":0,"character":26},"end":{"line":0,"character":32}}""", item.GetProperty("textEdit").GetProperty("range").GetRawText());
        Assert.Equal("page.idle", item.GetProperty("textEdit").GetProperty("newText").GetString());
        Assert.Contains("last access", item.GetProperty("documentation").GetProperty("value").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forgotten_semicolon_or_brace_is_no_hindrance()
    {
        Assert.Contains("latency", await CompleteAsync("topology T {\n node D : dram {\n capacity 1GiB\n $$"));
        Assert.Contains("when", await CompleteAsync("policy P on T {\n demote A -> B\n $$"));
        Assert.Contains("expect", await CompleteAsync("policy P on T {\n demote A -> B\n $$"));
        Assert.Contains("demote", await CompleteAsync("topology T {\n node D : dram {\n\npolicy P on T {\n $$"));
        Assert.Equal(["zone", "write", "unmap", "migrate"], await CompleteAsync("policy P on T {\n keep when page.dirty\n reclaim $$"));
    }

    [Fact]
    public async Task Topologies_of_the_project_are_offered()
        => Assert.Equal(["Machine"], await CompleteAsync("policy P on $$", ("/w/machine.tierpolicy", Policies.Topology)));

    [Fact]
    public async Task Blocks_come_whole_for_clients_that_fill_in_places()
    {
        using LspClient client = LspClient.InProcess();
        await client.InitializeAsync(capabilities: new { textDocument = new { completion = new { completionItem = new { snippetSupport = true } } } });
        await client.OpenAsync(TestUri, "topology T { }");
        System.Text.Json.JsonElement list = await client.AtAsync("textDocument/completion", TestUri, new Protocol.Position(0, 13));
        System.Text.Json.JsonElement node = list.GetProperty("items").EnumerateArray().First(item => item.GetProperty("label").GetString() == "node");
        Assert.Equal(2, node.GetProperty("insertTextFormat").GetInt32());
        Assert.StartsWith("node ${1:", node.GetProperty("textEdit").GetProperty("newText").GetString(), StringComparison.Ordinal);
    }
}
