using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Tests.Diagnostics;
using static TierPolicy.Language.Tests.Diagnostics.Samples;
using static TierPolicy.Language.Tests.Fixes.Mended;

namespace TierPolicy.Language.Tests.Fixes;

/// <summary>What each kind of fix does to the text, layout and all.</summary>
public class FixTests
{
    [Theory]
    [InlineData("TP0020", "keep Dramm0;", "Change 'Dramm0' to 'Dram0'", "keep Dram0;")]
    [InlineData("TP0020", "keep when idle > 2s;", "Change 'idle' to 'page.idle'", "keep when page.idle > 2s;")]
    [InlineData("TP0020", "domain A { demotion ogf; }", "Change 'ogf' to 'off'", "domain A { demotion off; }")]
    [InlineData("TP0006", "keep when page.idle > 2sec;", null, null)]
    [InlineData("TP0006", "keep when page.idle > 2Ms;", "Change 'Ms' to 'ms'", "keep when page.idle > 2ms;")]
    [InlineData("TP0007", "keep when page.idle > 2 s;", "Change '2 s' to '2s'", "keep when page.idle > 2s;")]
    [InlineData("TP0016", "promote Slow -> Fast limit 1MiB;", "Change '1MiB' to '1MiB/s'", "promote Slow -> Fast limit 1MiB/s;")]
    [InlineData("TP0007", "promote Slow -> Fast limit 1 MiB/s;", "Change '1 MiB/s' to '1MiB/s'", "promote Slow -> Fast limit 1MiB/s;")]
    [InlineData("TP0011", "keep when page.dirty && page.tag == 1;", "Change '&&' to 'and'", "keep when page.dirty and page.tag == 1;")]
    [InlineData("TP0011", "keep when page.dirty||page.tag == 1;", "Change '||' to 'or'", "keep when page.dirty or page.tag == 1;")]
    [InlineData("TP0011", "keep if page.dirty;", "Change 'if' to 'when'", "keep when page.dirty;")]
    [InlineData("TP0011", "keep * where page.dirty;", "Change 'where' to 'when'", "keep * when page.dirty;")]
    [InlineData("TP0011", "demote Fast to Slow;", "Change 'to' to '->'", "demote Fast -> Slow;")]
    [InlineData("TP0011", "demote Fast => Slow;", "Change '=>' to '->'", "demote Fast -> Slow;")]
    [InlineData("TP0011", "keep when !page.dirty;", "Change '!' to 'not'", "keep when not page.dirty;")]
    [InlineData("TP0012", "keep when 1s < page.idle < 5s;", "Compare 'page.idle' twice, joined with 'and'", "keep when 1s < page.idle and page.idle < 5s;")]
    [InlineData("TP0012", "keep when not 1s < page.idle < 5s;", null, null)]
    [InlineData("TP0209", "keep when page.dirty; expect Dram0 { dirty; } -> discard;", "Change 'discard' to 'keep'", "keep when page.dirty; expect Dram0 { dirty; } -> keep;")]
    [InlineData("TP0209", "expect Dram0 { } -> keep;", "Change 'keep' to 'demote Cxl0'", "expect Dram0 { } -> demote Cxl0;")]
    [InlineData("TP0216", "domain A { limit 1KiB; }", "Change '1KiB' to '64KiB'", "domain A { limit 64KiB; }")]
    [InlineData("TP0307", "keep when Is.Hot(pages);", "Change 'pages' to 'page'", "keep when Is.Hot(page);")]
    [InlineData("TP0208", "assert Dram0 -> Cxl1 -> Ssd;", "Assert 'Dram0 -> Cxl0 -> Ssd -> none'", "assert Dram0 -> Cxl0 -> Ssd -> none;")]
    [InlineData("TP0212", "assert Ssd -> none -> Cxl0;", "Remove what follows 'none'", "assert Ssd -> none;")]
    [InlineData("TP0213", "promote Slow -> Dram0, Ssd;", "Remove 'Ssd'", "promote Slow -> Dram0;")]
    [InlineData("TP0213", "promote Slow -> Ssd, Dram0;", "Remove 'Ssd'", "promote Slow -> Dram0;")]
    [InlineData("TP0214", "demote * -> Ssd, Dram1;", "Remove 'Dram1'", "demote * -> Ssd;")]
    [InlineData("TP0015", "order tiers; order nearest; keep *;", "Remove 'order'", "order tiers; keep *;")]
    [InlineData("TP0015", "keep *; domain A { limit 1GiB; limit 2GiB; }", "Remove 'limit'", "keep *; domain A { limit 1GiB; }")]
    [InlineData("TP0309", "discard *; keep Dram0;", "Remove the rule", "discard *;")]
    [InlineData("TP0310", "keep when page.dirty and not page.dirty; discard *;", "Remove the rule", "discard *;")]
    [InlineData("TP0311", "keep Dram0 when page.dirty or not page.dirty;", "Remove the condition", "keep Dram0;")]
    [InlineData("TP0311", "proactive * when page.dirty or not page.dirty;", "Change the condition to 'true'", "proactive * when true;")]
    [InlineData("TP0001", "keep *\n    domain A { }", "Add ';'", "keep *;\n    domain A { }")]
    [InlineData("TP0001", "keep *; expect Dram0 -> keep;", "Change '->' to '{ } ->'", "keep *; expect Dram0 { } -> keep;")]
    [InlineData("TP0020", "discard all;", "Change 'all' to '*'", "discard *;")]
    [InlineData("TP0016", "watermarks Fast { low 1; }", "Change '1' to '1%'", "watermarks Fast { low 1%; }")]
    [InlineData("TP0016", "domain A { limit 5; }", "Change '5' to '5MiB'", "domain A { limit 5MiB; }")]
    [InlineData("TP0016", "keep *; expect Dram0 { idle 3; } -> keep;", "Change '3' to '3s'", "keep *; expect Dram0 { idle 3s; } -> keep;")]
    [InlineData("TP0301", "keep when page.idle > 2;", "Change '2' to '2s'", "keep when page.idle > 2s;")]
    [InlineData("TP0301", "keep when 2 < page.idle;", "Change '2' to '2min'", "keep when 2min < page.idle;")]
    [InlineData("TP0301", "keep when source.free < 5;", "Change '5' to '5%'", "keep when source.free < 5%;")]
    [InlineData("TP0301", "keep when page.idle > 1 + 1;", null, null)]
    public void In_a_policy(string id, string body, string? title, string? mended)
    {
        if (title is null)
        {
            Assert.Empty(Find(InPolicy(body), id));
            return;
        }

        Mends(InPolicy(body), id, title, InPolicy(mended!));
    }

    [Fact]
    public void Modes_with_a_comma_between_them() => Mends(
        InPolicy("").Replace("reclaim migrate;", "reclaim zone , migrate;", StringComparison.Ordinal),
        "TP0011",
        "Change ',' to '|'",
        InPolicy("").Replace("reclaim migrate;", "reclaim zone | migrate;", StringComparison.Ordinal));

    [Theory]
    [InlineData("TP0101", "node A : dram { latency 90ns; }", "Add 'capacity 1GiB;'", "node A : dram { capacity 1GiB; latency 90ns; }")]
    [InlineData("TP0101", "node A : dram { }", "Add 'capacity 1GiB;'", "node A : dram { capacity 1GiB; }")]
    [InlineData("TP0101", "node A : dram {}", "Add 'capacity 1GiB;'", "node A : dram { capacity 1GiB; }")]
    [InlineData("TP0101", "node A : dram\n    {\n    }", "Add 'capacity 1GiB;'", "node A : dram\n    {\n        capacity 1GiB;\n    }")]
    [InlineData("TP0101", "node A : dram\n    {\n        // near\n        cpus;\n    }", "Add 'capacity 1GiB;'", "node A : dram\n    {\n        // near\n        capacity 1GiB;\n        cpus;\n    }")]
    [InlineData("TP0101", "node A : dram\r\n    {\r\n        cpus;\r\n    }", "Add 'capacity 1GiB;'", "node A : dram\r\n    {\r\n        capacity 1GiB;\r\n        cpus;\r\n    }")]
    [InlineData("TP0018", "node A : dram { capacity 1GiB; } swap { path \"s\"; }", "Add 'capacity 1GiB;'", "node A : dram { capacity 1GiB; } swap { capacity 1GiB; path \"s\"; }")]
    [InlineData("TP0018", "node A : dram { capacity 1GiB; } swap { capacity 1GiB; }", "Add 'path \"swap\";'", "node A : dram { capacity 1GiB; } swap { path \"swap\"; capacity 1GiB; }")]
    [InlineData("TP0105", "node A : dram { capacity 1GiB; codec lz4; cpus; }", "Remove 'codec'", "node A : dram { capacity 1GiB; cpus; }")]
    [InlineData("TP0105", "node A : dram\n    {\n        capacity 1GiB;\n        codec lz4; // fast\n        cpus;\n    }", "Remove 'codec'", "node A : dram\n    {\n        capacity 1GiB;\n        cpus;\n    }")]
    [InlineData("TP0106", "node A : dram { capacity 1GiB; cpus 5-3; }", "Change '5-3' to '3-5'", "node A : dram { capacity 1GiB; cpus 3-5; }")]
    [InlineData("TP0114", "tier A { node D : dram { capacity 1GiB; } }\n    tier B { }\n    store { }", "Remove the tier 'B'", "tier A { node D : dram { capacity 1GiB; } }\n    store { }")]
    [InlineData("TP0119", "node D : dram { capacity 1GiB; } node F : file { capacity 1GiB; adistance 7; }", "Remove 'adistance'", "node D : dram { capacity 1GiB; } node F : file { capacity 1GiB; }")]
    public void In_a_topology(string id, string body, string title, string mended) => Mends(InTopology(body), id, title, InTopology(mended));

    [Theory]
    [InlineData("TP0108", "A B\n A 10 21\n", "Add a row for 'B'", "A B\n A 10 21\n B 21 10\n")]
    [InlineData("TP0108", "   A  B  C\n A 10 21 31\n C 31 41 10\n", "Add a row for 'B'", "   A  B  C\n A 10 21 31\n C 31 41 10\n B 21 10 41\n")]
    [InlineData("TP0108", "A B A 10 21", "Add a row for 'B'", "A B A 10 21 B 21 10")]
    [InlineData("TP0110", "A B A 11 21 B 21 10", "Change '11' to '10'", "A B A 10 21 B 21 10")]
    [InlineData("TP0112", "A B A 10 21 B 31 10", "Change '31' to '21'", "A B A 10 21 B 21 10")]
    public void In_a_matrix(string id, string matrix, string title, string mended)
    {
        Mends(InMatrix(matrix), id, title, InMatrix(mended));

        static string InMatrix(string lines)
            => InTopology("node A : dram { capacity 1GiB; } node B : dram { capacity 1GiB; } node C : dram { capacity 1GiB; } distance { " + lines + " }");
    }

    [Theory]
    [InlineData("reclaim zone | write;\n    demote Fast -> Slow;", "reclaim zone | write | migrate;\n    demote Fast -> Slow;", "Add 'migrate' to 'reclaim'")]
    [InlineData("demote Fast -> Slow;", "reclaim migrate;\n    demote Fast -> Slow;", "Add 'reclaim migrate;'")]
    public void Demotion_is_turned_on(string body, string mended, string title) => Mends(InBarePolicy(body), "TP0206", title, InBarePolicy(mended));

    [Fact]
    public void Modes_are_joined_with_one_bar()
        => Mends(InBarePolicy("reclaim zone || migrate; promote Slow -> Fast;"), "TP0011", "Change '||' to '|'", InBarePolicy("reclaim zone | migrate; promote Slow -> Fast;"));

    [Fact]
    public void Stranded_pages_are_given_a_way_up_after_the_other_rules()
        => Mends(
            InBarePolicy("\n    reclaim migrate;\n    demote Fast -> Slow; // cold\n    discard *;\n    assert Ssd -> none;"),
            "TP0207",
            "Add 'promote Slow -> Fast when page.accesses >= 2;'",
            InBarePolicy("\n    reclaim migrate;\n    demote Fast -> Slow; // cold\n    discard *;\n    promote Slow -> Fast when page.accesses >= 2;\n    assert Ssd -> none;"));

    [Fact]
    public void Where_tiers_have_no_names_the_nodes_are_named()
    {
        const string Topology = "topology T { node A : dram { capacity 1GiB; cpus; } node B : cxl { capacity 4GiB; } node C : cxl { capacity 4GiB; } }\n";
        Mends(
            Topology + "policy P on T { reclaim migrate; }",
            "TP0207",
            "Add 'promote B, C -> A when page.accesses >= 2;'",
            Topology + "policy P on T { reclaim migrate; promote B, C -> A when page.accesses >= 2; }");
    }

    [Theory]
    [InlineData("keep Fast when page.dirty;", "Add 'demote *;' and 'discard *;'", "keep Fast when page.dirty;\n    demote *;\n    discard *;")]
    [InlineData("keep Fast when page.dirty;", "Add 'discard *;'", "keep Fast when page.dirty;\n    discard *;")]
    [InlineData("demote Fast -> Slow when page.dirty;", "Add 'discard *;'", "demote Fast -> Slow when page.dirty;\n    discard *;")]
    [InlineData("demote Dram0 when page.dirty; keep Dram1 when page.dirty;", "Add 'demote Dram1, Cxl0, Cxl1;' and 'discard *;'", "demote Dram0 when page.dirty; keep Dram1 when page.dirty; demote Dram1, Cxl0, Cxl1; discard *;")]
    [InlineData("\n    keep Fast when page.dirty;   // soon\n    domain A { }", "Add 'discard *;'", "\n    keep Fast when page.dirty;   // soon\n    discard *;\n    domain A { }")]
    public void A_list_of_rules_is_made_total(string body, string title, string mended) => Mends(InPolicy(body), "TP0308", title, InPolicy(mended));

    [Fact]
    public void A_misplaced_namespace_is_removed()
        => Mends(
            InTopology("node A : dram { capacity 1GiB; }") + "\nnamespace B;\n",
            "TP0014",
            "Remove the namespace",
            InTopology("node A : dram { capacity 1GiB; }") + "\n");

    [Fact]
    public void Of_several_topologies_of_one_name_each_is_offered()
    {
        const string Text = "topology T { node A : dram { capacity 1GiB; } }";
        const string Policy = "namespace C; policy P on T { }";
        SyntaxFile file = Parser.ParseFile("test.tierpolicy", Policy);
        Diagnostic diagnostic = Assert.Single(Marked.Bind(Policy, "namespace A; " + Text, "namespace B; " + Text).Diagnostics);
        Assert.Equal(["Change 'T' to 'A.T'", "Change 'T' to 'B.T'"], FixFinder.Find(diagnostic, file, Policy).Select(fix => fix.Title));
    }

    [Theory]
    [InlineData("\n    keep *;\n    discard Dram0;", "\n    keep *;\n    // tierpolicy disable TP0309\n    discard Dram0;")]
    [InlineData("\n    keep *;\n    discard Dram0\n        when page.dirty;", "\n    keep *;\n    // tierpolicy disable TP0309\n    discard Dram0\n        when page.dirty;")]
    public void Advice_and_warnings_are_silenced_by_a_comment(string body, string mended)
        => Mends(InPolicy(body), "TP0309", "Silence TP0309 with a comment", InPolicy(mended));

    [Fact]
    public void A_statement_without_a_line_of_its_own_is_silenced_with_what_is_around_it()
    {
        string text = "\n  " + InPolicy("keep *; discard Dram0;").TrimStart();
        Fix fix = Find(text, "TP0309")[^1];
        Assert.Equal("Silence TP0309 with a comment", fix.Title);
        IsBetter(text, fix.ApplyTo(text), Diagnose(text).First(diagnostic => diagnostic.Id == "TP0309"));
    }

    [Fact]
    public void An_error_cannot_be_silenced()
        => Assert.All(Find(InPolicy("keep Dramm0;"), "TP0020"), fix => Assert.DoesNotContain("Silence", fix.Title, StringComparison.Ordinal));

    [Fact]
    public void A_mistake_in_another_file_has_no_fix_here()
    {
        Diagnostic diagnostic = Diagnose(InPolicy("keep Dramm0;")).First(one => one.Id == "TP0020");
        Assert.Empty(FixFinder.Find(diagnostic, Parser.ParseFile("other.tierpolicy", ""), ""));
    }
}
