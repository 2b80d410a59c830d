using TierPolicy.Language.Diagnostics;
using static TierPolicy.Language.Tests.Diagnostics.Marked;
using static TierPolicy.Language.Tests.Diagnostics.Samples;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>TP02xx: id, message and span of mistakes in policies.</summary>
public class PolicyDiagnosticsTests
{
    [Theory]
    [InlineData("demote Dram0 -> Cxl0; demote Cxl0 -> Ssd; [|demote Ssd -> Dram0;|]", "Dram0 -> Cxl0 -> Ssd -> Dram0")]
    [InlineData("demote Dram0 -> Cxl0; [|demote Cxl0 -> Ssd, Dram0 when page.dirty;|]", "Dram0 -> Cxl0 -> Dram0")]
    [InlineData("[|demote Fast -> Fast;|]", "Dram0 -> Dram0")]
    public void A_cycle_under_manual_is_printed_as_a_path(string rules, string path)
        => Reports(InPolicy("order manual; " + rules), "TP0201", "the demotions form a cycle: " + path);

    [Fact]
    public void Under_manual_all_nodes_but_the_target_itself_may_go_to_it()
        => BindClean(InPolicy("order manual; demote * -> Ssd; assert Dram0 -> Ssd -> none; assert Cxl1 -> Ssd;"));

    [Fact]
    public void Under_manual_a_demotion_says_where_to()
        => Reports(InPolicy("order manual; [|demote Fast when page.dirty;|]"), "TP0202", "under 'order manual' a demote rule says where to: '-> NODES' is missing");

    [Theory]
    [InlineData("demote Dram0 -> [|Dram0|];", "Dram0")]
    [InlineData("demote Dram0, Dram1 -> [|Dram1|];", "Dram1")]
    [InlineData("demote Ssd -> [|Disk|];", "Ssd")]
    public void A_demotion_leads_elsewhere(string rule, string node) => Reports(InPolicy(rule), "TP0203", $"the rule demotes '{node}' to itself");

    [Theory]
    [InlineData("min [|5%|]; low 3%; high 6%;", "the min watermark, 5%, is above the low watermark, 3%")]
    [InlineData("low [|3%|];", "the low watermark, 3%, is above the high watermark, 2%")]
    [InlineData("high [|0.5%|];", "the low watermark, 1%, is above the high watermark, 0.5%")]
    [InlineData("high [|5%|]; promo 4%;", "the high watermark, 5%, is above the promo watermark, 4%")]
    [InlineData("min 2GiB; low [|3GiB|]; high 1GiB;", "the low watermark, 3GiB, is above the high watermark, 1GiB")]
    [InlineData("min [|1GiB|];", "the min watermark, 1GiB, is above the low watermark, 1%")]
    public void Watermarks_ascend(string clauses, string message) => Reports(InPolicy("watermarks Fast { " + clauses + " }"), "TP0204", message);

    [Fact]
    public void A_mistake_in_watermarks_hides_no_other()
    {
        const string Clauses = "watermarks Fast { high 101%; } assert Dram0 -> Ssd; keep Dram0 when page.tag == 1 and page.tag == 2;";
        Assert.Equal(["TP0205", "TP0208", "TP0310"], Bind(InPolicy(Clauses)).Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Information).Select(d => d.Id));
    }

    [Fact]
    public void A_watermark_of_zero_is_none_and_in_no_order() => BindClean(InPolicy("watermarks * { min 1%; low 0; high 2%; } watermarks Dram0 { min 0%; }"));

    [Theory]
    [InlineData("high [|101%|];", "the high watermark, 101%, is above 100%")]
    [InlineData("high [|9GiB|];", "the high watermark, 9GiB, is above the capacity of 'Dram0', 8GiB")]
    public void A_watermark_is_at_most_all(string clause, string message) => Reports(InPolicy("watermarks Fast { " + clause + " }"), "TP0205", message);

    [Fact]
    public void Demote_rules_without_migrate_are_surely_unwanted()
    {
        Assert.Equal(
            DiagnosticSeverity.Warning,
            Reports(InBarePolicy("[|reclaim zone | write;|] demote Fast;"), "TP0206", "'P' has demote rules, but without 'reclaim migrate' nothing is ever demoted").Severity);
        ReportsWith(
            InBarePolicy("demote Fast;").Replace("policy P", "policy [|P|]", StringComparison.Ordinal),
            "TP0206",
            "'P' has demote rules, but without 'reclaim migrate' nothing is ever demoted",
            "a demote rule",
            "demote Fast;");
    }

    [Theory]
    [InlineData("")]
    [InlineData("demote Fast -> Slow;")]
    [InlineData("demote Fast when page.dirty; discard *;")]
    [InlineData("discard Dram0;")]
    public void Demotion_without_promotion_strands_pages(string rules)
        => Assert.Equal(
            DiagnosticSeverity.Warning,
            Reports(
                InBarePolicy("reclaim migrate; " + rules).Replace("policy P", "policy [|P|]", StringComparison.Ordinal),
                "TP0207",
                "'P' demotes pages and has no promote rule: they are stranded on the slower nodes").Severity);

    [Theory]
    [InlineData("reclaim zone;")]
    [InlineData("reclaim migrate; discard *;")]
    [InlineData("reclaim migrate; keep when page.dirty; discard *;")]
    [InlineData("reclaim migrate; demote Slow -> Ssd; discard *;")]
    [InlineData("reclaim migrate; promote Slow -> Fast;")]
    public void Pages_that_nothing_demotes_to_slower_memory_are_not_stranded(string rules) => BindClean(InBarePolicy(rules));

    [Theory]
    [InlineData("assert Dram0 -> [|Cxl1|] -> Ssd;", "Dram0 -> Cxl0 -> Ssd -> none")]
    [InlineData("assert Dram0 -> Cxl0 -> [|none|];", "Dram0 -> Cxl0 -> Ssd -> none")]
    [InlineData("assert Ssd -> [|Dram0|];", "Ssd -> none")]
    [InlineData("assert offline(Cxl1): Dram1 -> [|Cxl1|];", "Dram1 -> Cxl0 -> Ssd -> none")]
    public void A_false_assert_is_reported_at_the_step_with_the_path_found(string assert, string path)
        => Reports(InPolicy(assert), "TP0208", "the assertion is false: the path is " + path);

    [Theory]
    [InlineData("keep when page.tag == 1; expect Dram0 { tag 1; } -> [|discard|];", "expected discard, found keep: 'keep when page.tag == 1' decides")]
    [InlineData("expect Dram0 { } -> [|keep|];", "expected keep, found demote Cxl0: no rule matches")]
    [InlineData("demote Fast -> Slow; expect Dram0 { } -> [|demote Cxl1|];", "expected demote Cxl1, found demote Cxl0: 'demote Fast -> Slow' decides")]
    [InlineData("expect Ssd { } -> [|demote  Cxl1|];", "expected demote Cxl1, found discard: no rule matches")]
    public void A_false_expect_says_what_was_found_and_which_rule_decided(string body, string message) => Reports(InPolicy(body), "TP0209", message);

    [Fact]
    public void The_rule_that_decided_is_shown()
        => ReportsWith(
            InPolicy("discard Fast when page.dirty; expect Dram0 { dirty; } -> [|keep|];"),
            "TP0209",
            "expected keep, found discard: 'discard Fast when page.dirty' decides",
            "the rule that decides",
            "discard Fast when page.dirty;");

    [Theory]
    [InlineData("assert offline([|Cxl0|]): Dram1 -> Cxl0;")]
    [InlineData("assert offline(Cxl1, [|Cxl0|]): Dram1 -> Cxl0;")]
    [InlineData("assert offline([|Slow|]): Dram1 -> Cxl0;")]
    public void Only_hotplug_nodes_go_off_line(string assert)
        => ReportsWith(InPolicy(assert), "TP0210", "the node 'Cxl0' never goes off line: it is not declared 'hotplug'", "'Cxl0' is declared here", "Cxl0");

    [Fact]
    public void A_policy_has_at_most_255_domains()
    {
        string domains = string.Concat(Enumerable.Range(0, 255).Select(i => $"domain D{i} {{ }} "));
        BindClean(InPolicy(domains));
        Reports(InPolicy(domains + "domain [|D255|] { } domain D256 { }"), "TP0211", "a policy has at most 255 domains");
    }

    [Fact]
    public void A_policy_has_at_most_1024_rules()
    {
        string rules = string.Concat(Enumerable.Range(0, 1023).Select(i => $"keep when page.tag == {i % 256} and page.accesses == {i / 256}; "));
        BindClean(InPolicy(rules));
        Reports(InPolicy(rules + "[|discard *;|] discard *;"), "TP0211", "a policy has at most 1024 rules");
    }

    [Theory]
    [InlineData("assert Dram0 -> none -> [|Cxl0|];")]
    [InlineData("assert none -> [|none|];")]
    public void None_ends_a_chain(string assert) => Reports(InPolicy(assert), "TP0212", "'none' ends a chain");

    [Fact]
    public void Pages_are_promoted_to_memory()
    {
        ReportsWith(InPolicy("promote Slow -> Dram0, [|Ssd|];"), "TP0213", "pages cannot be promoted to 'Ssd': it is not byte-addressable", "'Ssd' is declared here", "Ssd");
        BindClean(InBarePolicy("reclaim migrate; promote Slow -> *;"));
    }

    [Fact]
    public void A_tier_without_memory_is_no_target_of_promotion()
        => ReportsWith(InPolicy("promote Slow -> [|Disk|];"), "TP0213", "pages cannot be promoted to 'Disk': it is not byte-addressable", "'Ssd' is declared here", "Ssd");

    [Theory]
    [InlineData("demote Slow -> [|Fast|];", "tiers", "'Cxl0' and 'Cxl1'", "Fast")]
    [InlineData("demote * -> Ssd, [|Dram1|];", "tiers", "'Dram0', 'Dram1', 'Cxl0' and 2 more", "Dram1")]
    [InlineData("demote Ssd -> [|Cxl0|];", "tiers", "'Ssd'", "Cxl0")]
    [InlineData("order exclusive; demote Fast -> Cxl0, [|Dram1|];", "exclusive", "'Dram0' and 'Dram1'", "Dram1")]
    public void A_target_that_the_order_never_gives_is_surely_unwanted(string rules, string order, string sources, string target)
        => IsWarning(InPolicy(rules), "TP0214", $"under 'order {order}', pages on {sources} are never demoted to '{target}'");

    [Fact]
    public void A_target_that_the_order_gives_when_another_node_is_off_line_is_one() => BindClean(InPolicy("order exclusive; demote Slow -> Ssd;"));

    [Theory]
    [InlineData("domain [|Fenced|] { nodes Fast; }")]
    [InlineData("domain [|Fenced|] { nodes Dram0, Dram1; demotion limit; }")]
    public void A_domain_that_is_kept_off_all_targets_is_worth_knowing(string domain)
        => IsAdvice(InPolicy(domain), "TP0215", "pages of the domain 'Fenced' are never demoted: no node that it may use is a target of another one");

    [Theory]
    [InlineData("reclaim migrate; promote Slow -> Fast; domain Off { nodes Fast; demotion off; }")]
    [InlineData("reclaim migrate; promote Slow -> Fast; domain Wide { nodes Dram0, Ssd; } domain All { }")]
    [InlineData("reclaim zone; domain Fenced { nodes Fast; }")]
    public void Other_domains_give_no_advice(string body) => HasNo("TP0215", InBarePolicy(body));

    [Fact]
    public void A_domain_can_hold_a_page()
    {
        Reports(InPolicy("domain Tiny { limit [|60KiB|]; }"), "TP0216", "the limit of the domain 'Tiny', 60KiB, is below one page (64KiB)");
        BindClean(InPolicy("domain Tiny { limit 64KiB; }"));
    }

    [Theory]
    [InlineData("promote Fast -> [|Slow|];", "Dram0", "Cxl0")]
    [InlineData("promote Slow, Dram1 -> [|Cxl0, Cxl1|];", "Dram1", "Cxl0")]
    [InlineData("promote * -> [|Cxl1|];", "Dram0", "Cxl1")]
    public void A_promotion_that_slows_pages_down_is_surely_unwanted(string rule, string source, string target)
        => IsWarning(InBarePolicy("reclaim migrate; " + rule), "TP0217", $"the rule promotes pages on '{source}' to '{target}', which is in a slower tier");

    [Theory]
    [InlineData("promote * -> Fast;")]
    [InlineData("promote * -> *;")]
    [InlineData("promote Dram1 -> Dram0;")]
    [InlineData("promote Slow -> Cxl0, Dram1;")]
    public void Other_promotions_are_not(string rule) => BindClean(InBarePolicy("reclaim migrate; " + rule));

    [Fact]
    public void A_node_that_no_page_can_get_to_is_surely_unwanted()
    {
        const string Message = "no page can get to 'Ssd': it is not byte-addressable, and no chain of demotions leads to it";
        string text = InSmall("", "reclaim migrate; order manual; demote Dram -> Cxl; promote Cxl -> Dram;").Replace("policy P", "policy [|P|]", StringComparison.Ordinal);
        IsWarning(text, "TP0218", Message);
        ReportsWith(text, "TP0218", Message, "'Ssd' is declared here", "Ssd");
    }

    [Fact]
    public void Nor_is_one_reached_from_a_node_that_no_page_can_get_to()
    {
        string text = InSmall("node Other : file { capacity 4GiB; } ", "reclaim migrate; order manual; demote Dram -> Cxl; demote Ssd -> Other; promote Cxl -> Dram;");
        Assert.Equal(2, Bind(text).Diagnostics.Count(diagnostic => diagnostic.Id == "TP0218"));
    }

    [Theory]
    [InlineData("order manual; demote Dram -> Cxl; demote Cxl -> Ssd;")]
    [InlineData("demote Dram -> Cxl; discard *;")]
    [InlineData("order exclusive;")]
    public void A_node_at_the_end_of_a_chain_is_not(string rules) => HasNo("TP0218", InSmall("", "reclaim migrate; promote Cxl -> Dram; " + rules));

    [Theory]
    [InlineData("reclaim migrate;", "'Ssd'")]
    [InlineData("reclaim zone;", "'Dram0', 'Dram1', 'Cxl0' and 'Cxl1'")]
    [InlineData("reclaim migrate; order manual; demote Dram0 -> Ssd; demote Cxl0, Cxl1 -> Ssd;", "'Dram1' and 'Ssd'")]
    public void Anonymous_pages_that_cannot_leave_are_worth_knowing(string body, string nodes)
    {
        string text = InBarePolicy("promote Slow -> Fast; " + body).Replace("policy P", "policy [|P|]", StringComparison.Ordinal);
        string message = $"anonymous pages cannot leave {nodes}: nothing is demoted from there, and 'T' has no swap";
        IsAdvice(text, "TP0219", message);
        ReportsWith(text, "TP0219", message, "'T' is declared here", "T");
    }

    [Fact]
    public void With_swap_they_can() => HasNo("TP0219", InSmall("swap { path \"s\"; capacity 1GiB; } ", "reclaim migrate; promote Cxl -> Dram;"));

    [Fact]
    public void A_target_that_is_smaller_than_what_is_demoted_to_it_is_worth_knowing()
    {
        const string Nodes = "node A : dram { capacity 8GiB; cpus; } node B : dram { capacity 4GiB; cpus; } node Cxl : cxl { capacity 10GiB; }";
        const string Message = "'Cxl' holds 10GiB, less than the 12GiB that are demoted to it from 'A' and 'B'";
        string text = InTopology(Nodes) + "policy [|P|] on T { reclaim migrate; promote Cxl -> A, B; }";
        IsAdvice(text, "TP0220", Message);
        ReportsWith(text, "TP0220", Message, "'Cxl' is declared here", "Cxl");
        HasNo("TP0220", InTopology(Nodes) + "policy P on T { }");
        HasNo("TP0220", InTopology(Nodes.Replace("10GiB", "12GiB", StringComparison.Ordinal)) + "policy P on T { reclaim migrate; promote Cxl -> A, B; }");
    }

    [Fact]
    public void Nodes_that_share_a_load_are_not_too_small()
        => HasNo("TP0220", InTopology("node A : dram { capacity 8GiB; } node B : cxl { capacity 4GiB; } node C : cxl { capacity 4GiB; }") + "policy P on T { reclaim migrate; promote B -> A; }");

    [Theory]
    [InlineData("exclusive")]
    [InlineData("nearest")]
    public void An_order_that_begins_at_the_CPUs_needs_some(string order)
    {
        const string Nodes = "node A : dram { capacity 8GiB; } node B : cxl { capacity 8GiB; } node S : file { capacity 8GiB; } ";
        IsWarning(
            InTopology(Nodes) + $"policy P on T {{ reclaim migrate; order [|{order}|]; demote A -> B; demote B; promote B -> A; }}",
            "TP0221",
            $"'order {order}' begins at the nodes with CPUs, and 'T' has none: nothing is ever demoted");
        BindClean(InTopology(Nodes) + $"policy P on T {{ order {order}; }}");
        BindClean(InTopology("node A : dram { capacity 8GiB; }") + $"policy P on T {{ reclaim migrate; order {order}; }}");
    }

    [Theory]
    [InlineData("demote Dram0 -> Ssd; demote Ssd -> [|Cxl0|];")]
    [InlineData("demote Ssd, Dram0 -> [|Cxl0, Dram1|];")]
    [InlineData("demote Disk -> [|Slow|];")]
    public void By_hand_a_demotion_up_to_memory_is_surely_unwanted(string rules)
    {
        // Where nothing leads down to it, there is that to say, too.
        Diagnostic diagnostic = ReportsBesides(InPolicy("order manual; " + rules), "TP0222", "the rule demotes pages on 'Ssd', which is not byte-addressable, to 'Cxl0', which is");
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
    }

    [Fact]
    public void A_public_policy_may_stand_on_an_internal_topology()
        => BindClean("internal topology T { node A : dram { capacity 1GiB; } } policy P on T { }");

    private static string InSmall(string more, string policy)
        => InTopology("node Dram : dram { capacity 1GiB; cpus; } node Cxl : cxl { capacity 1GiB; } node Ssd : file { capacity 4GiB; } " + more) + "policy P on T { " + policy + " }";
}
