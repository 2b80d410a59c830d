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
        => Reports(InPolicy(assert), "TP0210", "the node 'Cxl0' never goes off line: it is not declared 'hotplug'");

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
        string rules = string.Concat(Enumerable.Range(0, 1023).Select(i => $"keep when page.tag == {i % 256}; "));
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
        Reports(InPolicy("promote Slow -> Dram0, [|Ssd|];"), "TP0213", "pages cannot be promoted to 'Ssd': it is not byte-addressable");
        BindClean(InPolicy("promote Slow -> *;"));
    }
}
