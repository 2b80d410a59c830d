using static TierPolicy.Language.Tests.Diagnostics.Marked;
using static TierPolicy.Language.Tests.Diagnostics.Samples;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>TP00xx: id, message and span of mistakes of form and of names.</summary>
public class SyntaxDiagnosticsTests
{
    [Theory]
    [InlineData("page 64KiB[||] node Dram0 : dram { capacity 8GiB; }", "';', found 'node'")]
    [InlineData("[|;|] node Dram0 : dram { capacity 8GiB; }", "a clause of the topology, found ';'")]
    [InlineData("node [|:|] dram { capacity 8GiB; }", "the node's name, found ':'")]
    [InlineData("node Dram0 [|{|] capacity 8GiB; }", "':' and the node's kind, found '{'")]
    [InlineData("node Dram0 : dram { capacity 8GiB[||] }", "';', found '}'")]
    [InlineData("node Dram0 : dram { capacity 8GiB; cpus 0-[|x|]; }", "a number, found 'x'")]
    [InlineData("node Dram0 : dram { capacity [|->|] 8GiB; }", "a value or ';', found '->'")]
    [InlineData("node Dram0 : dram { capacity 8GiB; } distance { Dram0 Dram0 10 [|;|] }", "a distance, a node's name or '}', found ';'")]
    public void What_does_not_follow_the_grammar_is_a_syntax_error_in_a_topology(string body, string message)
        => Reports(InTopology(body), "TP0001", "expected " + message);

    [Theory]
    [InlineData("keep when [|;|]", "a condition, found ';'")]
    [InlineData("keep when page.idle > [|;|]", "a value, found ';'")]
    [InlineData("keep when (page.dirty[|;|]", "')', found ';'")]
    [InlineData("keep when page.[|;|]", "a name, found ';'")]
    [InlineData("keep Dram0,[|;|]", "'*' or the name of a node or tier, found ';'")]
    [InlineData("demote [|when|] page.dirty;", "'*' or the name of a node or tier, found 'when'")]
    [InlineData("promote Slow [|Fast|];", "'->' and where to, found 'Fast'")]
    [InlineData("proactive Slow[|;|]", "'when' and a condition, found ';'")]
    [InlineData("assert Dram0[|;|]", "'->' and the next step, found ';'")]
    [InlineData("expect Dram0 { } [|keep|];", "'->' and a verdict, found 'keep'")]
    [InlineData("expect trace [|day|] { }", "the path of a trace, in quotes, found 'day'")]
    [InlineData("expect trace \"x\" { p99 [|80us|]; }", "a comparison, found '80us'")]
    [InlineData("[|17|] keep;", "a clause of the policy, found '17'")]
    public void What_does_not_follow_the_grammar_is_a_syntax_error_in_a_policy(string body, string message)
        => Reports(InPolicy(body), "TP0001", "expected " + message);

    [Fact]
    public void A_block_that_is_not_closed_is_reported_at_the_end_of_what_is_there()
        => ReportsWith("topology T\n{\n    node A : dram { capacity 1GiB; }[||]\n", "TP0001", "expected '}', found the end", "the block begins here", "{");

    [Fact]
    public void A_block_that_is_not_closed_before_the_next_declaration_does_not_swallow_it()
        => ReportsWith(
            "topology T\n{\n    node A : dram { capacity 1GiB; }[||]\n\ntopology U\n{\n    node B : dram { capacity 1GiB; }\n}\n",
            "TP0001",
            "expected '}', found 'topology'",
            "the block begins here",
            "{");

    [Theory]
    [InlineData("[|@|]", "'@'")]
    [InlineData("[|\0\0\0|]", "U+0000")]
    [InlineData("[|\u202e|]", "U+202E")]
    [InlineData("[|😀|]", "U+1F600")]
    [InlineData("[|#$?|]", "'#'")]
    public void A_character_that_is_of_no_use_is_reported_once_a_run(string bad, string shown)
        => Reports(InNode("numa " + bad + " 1;"), "TP0002", "unexpected character " + shown);

    [Fact]
    public void A_lone_surrogate_is_one_of_them() => A_character_that_is_of_no_use_is_reported_once_a_run("[|\ud800|]", "U+D800");

    [Fact]
    public void A_string_ends_on_its_line()
        => Reports("topology T\n{\n    node A : file { path [|\"x;|]\n capacity 1GiB; }\n node B : dram { capacity 1GiB; }\n}\n", "TP0003", "the string is not closed on its line");

    [Fact]
    public void A_comment_ends() => Reports("topology T { node A : dram { capacity 1GiB; } } [|/*|] and so on", "TP0004", "the comment is not closed: '*/' is missing");

    [Theory]
    [InlineData(@"\q")]
    [InlineData(@"\u12")]
    [InlineData(@"\U00110000")]
    public void An_escape_sequence_is_one_of_C_sharp(string escape)
        => Reports(InTopology("node A : dram { capacity 1GiB; } node B : file { capacity 1GiB; path \"a[|" + escape + "|]z\"; }"), "TP0005", $"unknown escape sequence '{escape}'");

    [Theory]
    [InlineData("8[|Gib|]", "unknown unit 'Gib'; did you mean 'GiB'?")]
    [InlineData("8[|gigabytes|]", "unknown unit 'gigabytes'")]
    [InlineData("8[|_GiB|]", "unknown unit '_GiB'; did you mean 'GiB'?")]
    [InlineData("8[|ms/s|]", "unknown unit 'ms/s'; did you mean 'MB/s'?")]
    public void A_bad_unit_is_reported_at_the_unit(string number, string message)
        => Reports(InTopology("node A : dram { capacity " + number + "; }"), "TP0006", message);

    [Theory]
    [InlineData("capacity [|8 GiB|];", "8GiB")]
    [InlineData("capacity 8GiB; bandwidth [|20 GB/s|];", "20GB/s")]
    [InlineData("capacity 8GiB; latency [|90 ns|];", "90ns")]
    public void White_space_before_a_unit_is_a_mistake_and_the_only_one(string clause, string right)
        => Reports(InTopology("node A : dram { " + clause + " }"), "TP0007", $"no white space may stand between a number and its unit; write '{right}'");

    [Fact]
    public void White_space_before_a_percent_sign_too()
        => Reports(InCondition("source.free < [|2 %|]"), "TP0007", "no white space may stand between a number and its unit; write '2%'");

    [Theory]
    [InlineData("capacity [|9_000_000TiB|];", "9_000_000TiB", "9223372036854775807B")]
    [InlineData("capacity [|99999999999999999999999999B|];", "99999999999999999999999999B", "9223372036854775807B")]
    [InlineData("capacity 8GiB; latency [|2562048h|];", "2562048h", "9223372036854775807ns")]
    [InlineData("capacity 8GiB; numa [|1024|];", "1024", "1023")]
    [InlineData("capacity 8GiB; cpus 0-[|8192|];", "8192", "8191")]
    [InlineData("capacity 8GiB; adistance [|2147483648|];", "2147483648", "2147483647")]
    public void A_number_past_its_limit_is_too_large(string clause, string number, string limit)
        => Reports(InTopology("node A : dram { " + clause + " }"), "TP0008", $"{number} is too large: the limit is {limit}");

    [Fact]
    public void The_result_of_arithmetic_may_be_too_large_as_well()
        => Reports(InCondition("page.idle > [|2000000h * 2|]"), "TP0008", "the result is too large: the limit is 9223372036854775807ns");

    [Theory]
    [InlineData("0.5ns", "nanoseconds")]
    [InlineData("0.0000000000001s", "nanoseconds")]
    public void A_duration_is_whole_nanoseconds(string number, string unit)
        => Reports(InCondition("page.idle > [|" + number + "|]"), "TP0009", $"{number} is not a whole number of {unit}");

    [Fact]
    public void A_percentage_is_whole_millionths()
        => Reports(InCondition("source.free < [|0.00001%|]"), "TP0009", "0.00001% is not a whole number of ten-thousandths of a percent");

    [Fact]
    public void A_size_is_whole_bytes() => Reports(InTopology("node A : dram { capacity [|0.3B|]; }"), "TP0009", "0.3B is not a whole number of bytes");

    [Fact]
    public void Parentheses_nest_a_hundred_deep()
    {
        BindClean(InCondition(new string('(', 100) + "page.dirty" + new string(')', 100)));
        Reports(InCondition(new string('(', 100) + "[|(|]page.dirty" + new string(')', 101)), "TP0010", "the condition is nested more than 100 deep");
        Reports(InCondition(new string('(', 100) + "[|(|]" + new string('(', 100_000)), "TP0010", "the condition is nested more than 100 deep");
        Reports(InCondition(string.Concat(Enumerable.Repeat("not ", 100)) + "[|not|] page.dirty"), "TP0010", "the condition is nested more than 100 deep");
    }

    [Theory]
    [InlineData("page.dirty [|&&|] page.tag == 1", "&&", "and")]
    [InlineData("page.dirty [/||/] page.tag == 1", "||", "or")]
    [InlineData("[|!|]page.dirty", "!", "not")]
    [InlineData("page.tag [|=|] 1", "=", "==")]
    public void Operators_of_C_sharp_are_understood_and_reported(string condition, string wrong, string right)
    {
        condition = condition.Replace("[/", "[|", StringComparison.Ordinal).Replace("/]", "|]", StringComparison.Ordinal);
        Assert.Equal(right, Reports(InCondition(condition), "TP0011", $"'{wrong}' is not an operator here; write '{right}'").Replacement);
    }

    [Fact]
    public void Comparisons_do_not_chain()
        => Reports(InCondition("1s < page.idle [|<|] 5s"), "TP0012", "comparisons do not chain; join them with 'and'");

    [Fact]
    public void A_name_has_at_most_255_characters()
    {
        BindClean($"topology T {{ node {new string('a', 255)} : dram {{ capacity 1GiB; }} }}");
        Reports(
            $"topology T {{ node A : dram {{ capacity 1GiB; }} node [|{new string('a', 256)}|] : dram {{ capacity 1GiB; }} }}",
            "TP0013",
            "the name has 256 characters; the limit is 255");
    }

    [Theory]
    [InlineData("namespace A; [|namespace B|]; topology T { node A : dram { capacity 1GiB; } }")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } [|namespace B|];")]
    public void A_file_has_one_namespace_at_its_head(string text)
        => Reports(text, "TP0014", "a file has one namespace, before its first topology or policy");

    [Theory]
    [InlineData("capacity 8GiB; [|capacity|] 9GiB;", "capacity")]
    [InlineData("capacity 8GiB; hotplug; latency 1ns; [|latency|] 2ns;", "latency")]
    public void A_clause_is_said_once(string clauses, string keyword)
        => ReportsWith(InTopology("node A : dram { " + clauses + " } node B : dram { capacity 1GiB; }"), "TP0015", $"'{keyword}' is said twice", "first said here", keyword);

    [Theory]
    [InlineData("reclaim migrate; [|reclaim zone;|] promote Slow -> Fast;", "reclaim", "reclaim migrate;")]
    [InlineData("order tiers; [|order|] tiers;", "order", "order")]
    public void So_is_one_of_a_policy(string clauses, string keyword, string first)
        => ReportsWith(InBarePolicy(clauses), "TP0015", $"'{keyword}' is said twice", "first said here", first);

    [Theory]
    [InlineData("swap { path \"a\"; capacity 1GiB; } [|swap|] { path \"a\"; capacity 1GiB; }", "swap", "swap")]
    [InlineData("page 4KiB; [|page|] 4KiB;", "page", "page")]
    [InlineData("distance { A A 10 } [|distance { A A 10 }|]", "distance", "distance { A A 10 }")]
    public void And_one_of_a_topology(string clauses, string keyword, string first)
        => ReportsWith(InTopology("node A : dram { capacity 1GiB; } " + clauses), "TP0015", $"'{keyword}' is said twice", "first said here", first);

    [Theory]
    [InlineData("capacity [|90ns|];", "'capacity' takes a size, not a duration")]
    [InlineData("capacity [|8|];", "'capacity' takes a size, not a plain number")]
    [InlineData("capacity [|big|];", "'capacity' takes a size, not the word 'big'")]
    [InlineData("capacity [|\"8GiB\"|];", "'capacity' takes a size, not a string")]
    [InlineData("capacity 8GiB; latency [|3%|];", "'latency' takes a duration, not a percentage")]
    [InlineData("capacity 8GiB; bandwidth [|20GB|];", "'bandwidth' takes a rate, not a size")]
    [InlineData("capacity 8GiB; numa [|0.5|];", "'numa' takes a plain number, not a plain number with a fraction")]
    [InlineData("capacity 8GiB; cpus [|all|];", "'cpus' takes a list of CPUs, not the word 'all'")]
    [InlineData("capacity 8GiB; cpus 0-[|3s|];", "'cpus' takes a plain number, not a duration")]
    [InlineData("capacity 8GiB; price [|3s|];", "'price' takes a plain number, not a duration")]
    [InlineData("capacity 8GiB; hotplug [|true|];", "'hotplug' takes no value, not the word 'true'")]
    [InlineData("capacity 8GiB; bind [|3|];", "'bind' takes 'strict' or 'preferred', not a plain number")]
    public void A_value_of_another_type_is_reported_with_both_types(string clauses, string message)
        => Reports(InTopology("node A : dram { " + clauses + " } node B : dram { capacity 1GiB; }"), "TP0016", message);

    [Theory]
    [InlineData("watermarks * { min [|3s|]; }", "'min' takes a percentage or a size, not a duration")]
    [InlineData("watermarks * { min [|3|]; }", "'min' takes a percentage or a size, not a plain number")]
    [InlineData("promote Slow -> Fast limit [|1GiB|];", "'limit' takes a rate, not a size")]
    [InlineData("expect Dram0 { idle [|3|]; } -> discard;", "'idle' takes a duration, not a plain number")]
    public void So_is_one_in_a_policy(string body, string message) => Reports(InPolicy(body), "TP0016", message);

    [Fact]
    public void So_is_a_distance() => Reports(InTopology("node A : dram { capacity 1GiB; } distance { A A [|10%|] }"), "TP0016", "'distance' takes a plain number, not a percentage");

    [Fact]
    public void A_clause_without_its_value_is_reported_at_its_word()
        => Reports(InNode("[|latency|];"), "TP0017", "'latency' takes a duration");

    [Theory]
    [InlineData("path \"/swap\";", "capacity")]
    [InlineData("capacity 1GiB;", "path")]
    public void Swap_needs_path_and_capacity(string clauses, string missing)
        => Reports(InTopology("node A : dram { capacity 1GiB; } [|swap|] { " + clauses + " }"), "TP0018", $"swap has no '{missing}'");

    [Theory]
    [InlineData("capacity [|0GiB|];", "capacity")]
    [InlineData("capacity 1GiB; latency [|0ns|];", "latency")]
    [InlineData("capacity 1GiB; bandwidth [|0B/s|];", "bandwidth")]
    public void Zero_is_no_quantity_here(string clauses, string keyword)
        => Reports(InTopology("node A : dram { " + clauses + " }"), "TP0019", $"'{keyword}' must be above zero");

    [Theory]
    [InlineData("promote Slow -> Fast limit [|0B/s|];")]
    [InlineData("domain A { limit [|0B|]; }")]
    public void Nor_is_it_as_a_limit(string body) => Reports(InPolicy(body), "TP0019", "'limit' must be above zero");

    [Theory]
    [InlineData("keep [|Dramm0|];", "node or tier 'Dramm0'; did you mean 'Dram0'?", "Dram0")]
    [InlineData("keep [|fast|];", "node or tier 'fast'; did you mean 'Fast'?", "Fast")]
    [InlineData("keep [|Elsewhere|];", "node or tier 'Elsewhere'", null)]
    [InlineData("demote Fast -> [|Slwo|];", "node or tier 'Slwo'; did you mean 'Slow'?", "Slow")]
    [InlineData("domain A { nodes Dram0, [|Dram7|]; }", "node or tier 'Dram7'; did you mean 'Dram0'?", "Dram0")]
    [InlineData("watermarks [|Fats|] { min 1%; }", "node or tier 'Fats'; did you mean 'Fast'?", "Fast")]
    [InlineData("assert Dram0 -> [|Cxl9|];", "node 'Cxl9'; did you mean 'Cxl0'?", "Cxl0")]
    [InlineData("assert Dram0 -> [|Slow|];", "node 'Slow': it is a tier", null)]
    [InlineData("expect [|Dam0|] { } -> discard;", "node 'Dam0'; did you mean 'Dram0'?", "Dram0")]
    [InlineData("expect Dram0 { [|idel|] 3s; } -> discard;", "fact 'idel'; did you mean 'idle'?", "idle")]
    [InlineData("expect Dram0 { [|page.idle|] 3s; } -> discard;", "fact 'page.idle'; did you mean 'idle'?", "idle")]
    [InlineData("expect Dram0 { domain [|Batch|]; } -> discard;", "domain 'Batch'", null)]
    [InlineData("expect Dram0 { kind [|anonymous|]; } -> discard;", "kind 'anonymous'; known are anon, file", null)]
    [InlineData("expect Dram0 { } -> [|drop|];", "verdict 'drop'; known are keep, discard, demote", null)]
    [InlineData("order [|tier|];", "order 'tier'; did you mean 'tiers'?", "tiers")]
    [InlineData("aging [|sive|];", "aging 'sive'; did you mean 'sieve'?", "sieve")]
    [InlineData("admission [|alway|];", "admission 'alway'; did you mean 'always'?", "always")]
    [InlineData("[|demot|] Fast;", "clause 'demot'; did you mean 'demote'?", "demote")]
    [InlineData("watermarks * { [|mni|] 1%; }", "watermark 'mni'; did you mean 'min'?", "min")]
    [InlineData("domain A { [|node|] Dram0; }", "clause of a domain 'node'; did you mean 'nodes'?", "nodes")]
    [InlineData("domain A { demotion [|ogf|]; }", "demotion 'ogf'; did you mean 'off'?", "off")]
    [InlineData("keep when [|idle|] > 2s;", "name 'idle'; did you mean 'page.idle'?", "page.idle")]
    [InlineData("keep when [|page.idel|] > 2s;", "name 'page.idel'; did you mean 'page.idle'?", "page.idle")]
    [InlineData("keep when page.kind == [|fil|];", "kind of page 'fil'; did you mean 'file'?", "file")]
    [InlineData("domain Batch { } keep when page.domain == [|Bacth|];", "domain 'Bacth'; did you mean 'Batch'?", "Batch")]
    public void An_unknown_name_in_a_policy_is_reported_with_the_likely_one(string body, string message, string? replacement)
        => Assert.Equal(replacement, Reports(InPolicy(body), "TP0020", "unknown " + message).Replacement);

    [Theory]
    [InlineData("node A : [|darm|] { capacity 1GiB; } node B : dram { capacity 1GiB; }", "kind of node 'darm'; did you mean 'dram'?")]
    [InlineData("node A : dram { capacity 1GiB; [|lattency|] 1ns; }", "clause of a node 'lattency'; did you mean 'latency'?")]
    [InlineData("[|nod|] B : dram { capacity 1GiB; } node A : dram { capacity 1GiB; }", "clause 'nod'; did you mean 'node'?")]
    [InlineData("tier F { [|nodes|] B : dram { capacity 1GiB; } node A : dram { capacity 1GiB; } }", "clause 'nodes'; did you mean 'node'?")]
    [InlineData("node A : dram { capacity 1GiB; } distance { A [|Bee|] A 10 20 }", "node 'Bee'")]
    [InlineData("node Near : dram { capacity 1GiB; } distance { Near [|Neer|] 10 }", "node 'Neer'; did you mean 'Near'?")]
    [InlineData("node A : compressed { capacity 1GiB; codec [|lz5|]; } node B : dram { capacity 1GiB; }", "codec 'lz5'; did you mean 'lz4'?")]
    [InlineData("node A : dram { capacity 1GiB; } store { [|path|] \"x\"; }", "clause of store 'path'; known are latency, bandwidth")]
    public void An_unknown_name_in_a_topology_too(string body, string message)
    {
        // A row that the header does not name, and a header without a row, are mistakes of their own.
        if (body.Contains("distance", StringComparison.Ordinal))
        {
            Marked source = Parse(InTopology(body));
            Assert.Contains(Bind(source.Text).Diagnostics, d => d.Id == "TP0020" && d.Message == "unknown " + message && d.Location.Span == source.Span);
            return;
        }

        Reports(InTopology(body), "TP0020", "unknown " + message);
    }

    [Fact]
    public void An_unknown_mode_too() => Reports(InBarePolicy("reclaim zone | [|migarte|];"), "TP0020", "unknown mode 'migarte'; did you mean 'migrate'?");

    [Fact]
    public void An_unknown_declaration_too()
        => Reports("[|toplogy|] T { node A : dram { capacity 1GiB; } }", "TP0020", "unknown declaration 'toplogy'; did you mean 'topology'?");

    [Fact]
    public void An_unknown_topology_too()
        => Reports("topology Socket { node A : dram { capacity 1GiB; } } policy P on [|Soket|] { }", "TP0020", "unknown topology 'Soket'; did you mean 'Socket'?");

    [Theory]
    [InlineData("node A : dram { capacity 1GiB; } node [|A|] : dram { capacity 2GiB; }", "A")]
    [InlineData("tier A { node B : dram { capacity 1GiB; } } tier [|A|] { node C : dram { capacity 1GiB; } }", "A")]
    [InlineData("tier A { node [|A|] : dram { capacity 1GiB; } node B : dram { capacity 1GiB; } }", "A")]
    public void Two_nodes_or_tiers_of_one_name_are_reported_with_the_first(string body, string name)
        => ReportsWith(InTopology(body), "TP0021", $"the name '{name}' is taken already", "first declared here", name);

    [Fact]
    public void Two_domains_of_one_name_too()
        => ReportsWith(InPolicy("domain A { } domain [|A|] { }"), "TP0021", "the name 'A' is taken already", "first declared here", "A");

    [Theory]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } topology [|T|] { node A : dram { capacity 1GiB; } }")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy [|T|] on T { }")]
    public void Two_types_of_one_name_too(string text)
        => ReportsWith(text, "TP0021", "the name 'T' is taken already", "first declared here", "T");

    [Fact]
    public void A_type_and_a_namespace_of_one_name_too()
    {
        ReportsAmong(
            ["namespace A.B; topology T { node A : dram { capacity 1GiB; } }"],
            "namespace A; topology [|B|] { node A : dram { capacity 1GiB; } }",
            "TP0021",
            "the name 'B' is taken already");
    }

    [Fact]
    public void Names_that_differ_in_formatting_characters_are_one_name()
        => ReportsWith(
            InTopology("node AB : dram { capacity 1GiB; } node [|A\u200dB|] : dram { capacity 1GiB; }"),
            "TP0021",
            "the name 'AB' is taken already",
            "first declared here",
            "AB");

    [Theory]
    [InlineData("none")]
    [InlineData("when")]
    [InlineData("offline")]
    [InlineData("trace")]
    [InlineData("limit")]
    [InlineData("true")]
    [InlineData("false")]
    public void Reserved_words_name_no_node_tier_or_domain(string word)
    {
        Reports(InTopology($"node A : dram {{ capacity 1GiB; }} node [|{word}|] : dram {{ capacity 1GiB; }}"), "TP0022", $"'{word}' cannot be the name of a node: the word is reserved");
        Reports(InTopology($"tier [|{word}|] {{ node A : dram {{ capacity 1GiB; }} }}"), "TP0022", $"'{word}' cannot be the name of a tier: the word is reserved");
        Reports(InPolicy($"domain [|{word}|] {{ }}"), "TP0022", $"'{word}' cannot be the name of a domain: the word is reserved");
    }

    [Fact]
    public void A_topology_that_several_namespaces_declare_is_ambiguous()
    {
        const string Text = "topology T { node A : dram { capacity 1GiB; } }";
        ReportsAmong(["namespace A; " + Text, "namespace B; " + Text], "namespace C; policy P on [|T|] { }", "TP0023", "'T' could be 'A.T' or 'B.T'; say which, with its namespace");
    }
}
