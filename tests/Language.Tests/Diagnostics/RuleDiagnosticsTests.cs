using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using static TierPolicy.Language.Tests.Diagnostics.Marked;
using static TierPolicy.Language.Tests.Diagnostics.Samples;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>TP03xx: id, message and span of mistakes in conditions.</summary>
public class RuleDiagnosticsTests
{
    [Theory]
    [InlineData("page.idle >= [|8GiB|]", "'>=' does not go with a duration and a size")]
    [InlineData("[|8GiB|] < page.idle", "'<' does not go with a size and a duration")]
    [InlineData("page.idle >= [|2|]", "'>=' does not go with a duration and a plain number")]
    [InlineData("page.accesses == [|5%|]", "'==' does not go with a plain number and a percentage")]
    [InlineData("[|page.idle == source.free|]", "'==' does not go with a duration and a percentage")]
    [InlineData("page.tag == [|anon|]", "'==' does not go with a plain number and a kind of page")]
    [InlineData("page.dirty == [|1|]", "'==' does not go with a bool and a plain number")]
    [InlineData("page.kind == [|Batch|]", "'==' does not go with a kind of page and a domain")]
    [InlineData("page.idle > page.age + [|5%|]", "'+' does not go with a duration and a percentage")]
    [InlineData("page.idle > [|2s * 3s|]", "'*' does not go with a duration and a duration")]
    [InlineData("page.accesses > [|4 / 2s|]", "'/' does not go with a plain number and a duration")]
    [InlineData("page.dirty == (page.dirty + [|true|])", "'+' does not go with a bool and a bool")]
    public void Types_that_do_not_go_together_are_both_named(string condition, string message) => Reports(InCondition(condition), "TP0301", message);

    [Theory]
    [InlineData("page.dirty and [|page.idle|]", "'and' takes a bool, not a duration")]
    [InlineData("[|5%|] or page.dirty", "'or' takes a bool, not a percentage")]
    [InlineData("not [|page.kind|]", "'not' takes a bool, not a kind of page")]
    [InlineData("page.kind [|<|] file", "'<' takes plain numbers, durations, sizes and percentages, not a kind of page")]
    [InlineData("page.dirty [|>=|] true", "'>=' takes plain numbers, durations, sizes and percentages, not a bool")]
    [InlineData("page.tag > [|1.5|]", "'when' takes plain whole numbers, durations, sizes and percentages, not a plain number with a fraction")]
    [InlineData("page.idle > [|1MiB/s|]", "'when' takes plain whole numbers, durations, sizes and percentages, not a rate")]
    public void An_operator_says_what_it_takes(string condition, string message) => Reports(InCondition(condition), "TP0302", message);

    [Theory]
    [InlineData("[|page.idle|]", "a duration")]
    [InlineData("[|2s + 3s|]", "a duration")]
    [InlineData("[|anon|]", "a kind of page")]
    [InlineData("[|Batch|]", "a domain")]
    public void A_condition_is_true_or_false(string condition, string type)
        => Reports(InCondition(condition), "TP0303", $"a condition is true or false, but this is {type}");

    [Theory]
    [InlineData("page.tag == [|300|]", "300 is out of the range of 'page.tag', which is from 0 to 255")]
    [InlineData("[|256|] > page.accesses", "256 is out of the range of 'page.accesses', which is from 0 to 255")]
    [InlineData("source.free < [|120%|]", "120% is out of the range of 'source.free', which is from 0% to 100%")]
    [InlineData("target.free < [|50% * 3|]", "150% is out of the range of 'target.free', which is from 0% to 100%")]
    [InlineData("page.tag > [|1 - 2|]", "-1 is out of the range of 'page.tag', which is from 0 to 255")]
    public void A_constant_lies_in_the_range_of_what_it_is_compared_with(string condition, string message) => Reports(InCondition(condition), "TP0304", message);

    [Theory]
    [InlineData("expect Dram0 { tag [|300|]; } -> discard;", "300 is out of the range of 'tag', which is from 0 to 255")]
    [InlineData("expect Dram0 { source.free [|101%|]; } -> discard;", "101% is out of the range of 'source.free', which is from 0% to 100%")]
    public void So_does_a_fact(string body, string message) => Reports(InPolicy(body), "TP0304", message);

    [Theory]
    [InlineData("page.idle > [|page.age|] * 2", "*")]
    [InlineData("page.idle > 2 * [|page.age|]", "*")]
    [InlineData("[|page.idle|] / 2 > 1s", "/")]
    public void Multiplication_and_division_are_for_constants(string condition, string @operator)
        => Reports(InCondition(condition), "TP0305", $"'{@operator}' works on constants only");

    [Theory]
    [InlineData("page.idle > 1s / [|0|]")]
    [InlineData("page.accesses > 1s / [|(1s - 1s)|]")]
    public void Nothing_is_divided_by_zero(string condition) => Reports(InCondition(condition), "TP0306", "division by zero");

    [Fact]
    public void A_predicate_is_asked_about_the_page()
        => Reports(InCondition("Acme.Rules.IsHot([|source|])"), "TP0307", "a predicate takes 'page', not 'source'");

    [Theory]
    [InlineData("discard Dram0 when page.dirty;", "Dram0", "it goes to the demotion gate")]
    [InlineData("demote Dram0 when page.dirty;", "Dram0", "it goes to ordinary reclaim")]
    [InlineData("keep Dram0 when page.idle < 2s; demote Dram0 when page.idle > 2s;", "Dram0", "it goes to ordinary reclaim")]
    [InlineData("domain Small { nodes Dram0, Ssd; } demote Dram0 -> Slow;", "Dram0", "it goes to ordinary reclaim")]
    [InlineData("demote Dram0 -> Cxl1;", "Dram0", "it goes to ordinary reclaim")]
    [InlineData("keep Dram0 when Acme.Rules.IsHot(page);", "Dram0", "it goes to the demotion gate")]
    public void Rules_that_may_all_fail_to_match_are_worth_knowing(string body, string node, string then)
    {
        string text = InPolicy(body).Replace("policy P", "policy [|P|]", StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Information, Reports(text, "TP0308", $"it may be that no rule matches a page on '{node}': then {then}").Severity);
    }

    [Theory]
    [InlineData("discard Dram0;")]
    [InlineData("keep Dram0 when page.idle < 2s; demote Dram0 when page.idle >= 2s;")]
    [InlineData("keep Dram0 when page.dirty; discard Dram0 when not page.dirty;")]
    [InlineData("keep Dram0 when page.kind == anon or page.tag > 5; discard Dram0 when page.kind != anon and page.tag < 6;")]
    [InlineData("keep Dram0 when Acme.Rules.IsHot(page); discard Dram0 when not Acme.Rules.IsHot(page);")]
    [InlineData("demote Dram0;")]
    [InlineData("demote Ssd when page.dirty;")]
    [InlineData("domain Small { nodes Dram0; } demote Dram0 when page.domain == none; discard Dram0 when page.domain == Small;")]
    [InlineData("keep Dram0 when page.accesses != 3; discard Dram0 when page.accesses == 3 and 0 <= page.tag;")]
    public void Rules_of_which_one_always_matches_give_no_advice(string body)
        => Assert.DoesNotContain(Bind(InPolicy(body)).Diagnostics, d => d.Id == "TP0308");

    [Theory]
    [InlineData("discard *; [|keep Dram0;|]")]
    [InlineData("keep Fast; discard Slow; [|demote Fast, Slow when page.dirty;|]")]
    [InlineData("demote Fast; [|discard Fast;|]")]
    [InlineData("keep when page.idle >= 2s; [|discard when page.idle > 5s;|]")]
    [InlineData("keep when page.dirty; discard when not page.dirty; [|demote *;|]")]
    [InlineData("keep when page.tag < 10; keep when page.tag > 20; discard when page.tag == 15 or page.dirty; [|demote * when page.tag == 15;|]")]
    [InlineData("keep when Acme.Rules.IsHot(page); [|discard when page.dirty and Acme.Rules.IsHot(page);|]")]
    [InlineData("keep when target.free < 5%; [|discard when target.free < 2%;|]")]
    public void A_rule_after_others_that_take_all_its_pages_never_matches(string rules)
        => IsWarning(InPolicy(rules), "TP0309", "the rule never matches: the rules before it take every page that it would");

    [Theory]
    [InlineData("keep when page.dirty; discard *; [|keep Dram0;|]", "this one takes them all", "discard *;")]
    [InlineData("keep when page.dirty; keep when page.idle >= 2s; [|discard when page.idle > 5s;|]", "this one takes them all", "keep when page.idle >= 2s;")]
    [InlineData("keep when page.tag < 9; keep when page.dirty; discard when not page.dirty; [|keep Dram0;|]", "this one and 'discard when not page.dirty' take them all", "keep when page.dirty;")]
    [InlineData("discard Fast; keep Slow; keep Disk; [|keep;|]", "this one, 'keep Slow' and 'keep Disk' take them all", "discard Fast;")]
    [InlineData(
        "keep when page.tag < 9; keep when page.tag == 9; keep when page.tag == 10; keep when page.tag == 11; keep when page.tag == 12; keep when page.tag > 12; [|keep Dram0;|]",
        "this one, 'keep when page.tag == 9', 'keep when page.tag == 10', 'keep when page.tag == 11' and 2 more take them all",
        "keep when page.tag < 9;")]
    [InlineData("[|promote Cxl0 -> Dram0 when page.dirty;|]", "this one takes them all", "promote Slow -> Fast;")]
    public void Those_that_leave_a_rule_nothing_are_shown(string rules, string related, string place)
        => ReportsWith(InPolicy(rules), "TP0309", "the rule never matches: the rules before it take every page that it would", related, place);

    [Theory]
    [InlineData("demote Fast -> Cxl1; discard Fast;")] // while Cxl1 is off line
    [InlineData("demote Fast -> Cxl0; discard Fast; domain Fenced { nodes Fast; }")]
    [InlineData("keep Fast; discard when page.dirty; demote * when page.dirty or page.idle > 1s;")]
    [InlineData("keep when page.idle > page.age; discard when page.idle <= page.age; demote *;")]
    [InlineData("demote Fast -> Cxl0 when target.free > 5%; keep Fast when target.free <= 5%; discard Fast;")]
    [InlineData("keep when Acme.Rules.IsHot(page); discard when Acme.Rules.IsCold(page);")]
    public void A_rule_that_some_page_may_come_to_is_no_mistake(string rules) => BindClean(InPolicy(rules));

    [Fact]
    public void A_rule_whose_pages_many_rules_take_together_never_matches()
        => IsWarning(InPolicy($"{Chessboard(11)}[|keep when page.accesses < 11 and page.tag < 11;|]"), "TP0309", "the rule never matches: the rules before it take every page that it would");

    // Nearly every square is a case of its own.
    [Fact]
    public void Past_a_thousand_cases_nothing_is_said()
        => BindClean(InPolicy($"{Chessboard(61)}keep when page.accesses < 61 and page.tag < 61;"));

    /// <summary>All squares of a board, a rule for one in each row, far from those of the rules next to it.</summary>
    /// <param name="size">A prime.</param>
    private static string Chessboard(int size) => string.Concat(Enumerable.Range(0, size).Select(rule =>
        $"keep when {string.Join(" or ", Enumerable.Range(0, size).Select(row => $"(page.accesses == {row} and page.tag == {(row + (rule * 7)) % size})"))}; "));

    [Theory]
    [InlineData("or", "and")]
    [InlineData("and", "or")]
    public void Conditions_of_more_cases_than_there_are_atoms_are_no_trap(string inner, string outer)
    {
        string[] names = ["page.idle", "page.age"];
        string condition = string.Join($" {outer} ", Enumerable.Range(1, 40).Select(i => $"({names[i % 2]} < {i}s {inner} page.accesses != {i} {inner} page.tag != {i})"));
        BindingResult result = Bind(InPolicy(string.Concat(Enumerable.Repeat($"keep when ({condition}) and page.dirty; ", 20))));

        // The first of them is as good as none before it.
        Assert.All(result.Diagnostics.Where(d => d.Id == "TP0309"), d => Assert.NotEqual(result.Policies[0].ReclaimRules[0].Location, d.Location));
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_demote_rule_for_nodes_with_nothing_below_them_never_matches()
        => IsWarning(InPolicy("[|demote Ssd when page.dirty;|]"), "TP0309", "the rule never matches: nothing is demoted from 'Ssd'");

    [Theory]
    [InlineData("[|promote Cxl0 -> Dram0;|]", "the rules before it take every page that it would")]
    [InlineData("[|promote Ssd -> Fast;|]", "pages on 'Ssd' come up when they are read, without a rule")]
    public void So_does_a_promote_rule(string rules, string why)
        => IsWarning(InPolicy(rules), "TP0309", "the rule never matches: " + why);

    [Theory]
    [InlineData("keep when [|page.idle > 5s and page.idle < 2s|];")]
    [InlineData("discard * when [|page.tag < 0|];")]
    [InlineData("demote Fast -> Slow when [|2s < 1s|];")]
    [InlineData("keep when [|page.kind == anon and not (page.kind == anon or page.dirty)|];")]
    [InlineData("keep when [|page.dirty and false|];")]
    [InlineData("proactive Fast when [|page.accesses > 10 and page.accesses == 3|];")]
    [InlineData("promote Fast -> Dram0 when [|Acme.Rules.IsHot(page) and not Acme.Rules.IsHot(page)|];")]
    public void A_condition_that_no_page_meets_is_surely_unwanted(string rule)
        => IsWarning(InPolicy(rule), "TP0310", "the condition is never true");

    [Theory]
    [InlineData("keep when [|page.idle >= 0s|];")]
    [InlineData("keep when [|page.idle > 2s or page.idle < 5s|];")]
    [InlineData("keep when [|page.kind == anon or page.kind == file|];")]
    [InlineData("demote Fast when [|1GiB > 1MiB|];")]
    [InlineData("keep when [|page.domain == none|];")]
    [InlineData("proactive Fast when [|not (page.dirty and not page.dirty)|];")]
    public void A_condition_that_every_page_meets_is_worth_knowing(string rule)
        => IsAdvice(InPolicy(rule), "TP0311", "the condition is always true");

    [Theory]
    [InlineData("keep when false;")]
    [InlineData("proactive Fast when true;")]
    [InlineData("keep when page.idle == page.idle;")]
    [InlineData("keep when page.domain == none; domain Batch { }")]
    [InlineData("keep when page.idle > 5s and page.age < 2s;")]
    public void A_condition_that_is_meant_or_not_decided_is_no_mistake(string rule)
        => Assert.DoesNotContain(BindClean(InPolicy(rule)).Diagnostics, diagnostic => diagnostic.Id is "TP0310" or "TP0311");
}
