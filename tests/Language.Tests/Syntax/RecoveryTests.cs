using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Syntax;

public class RecoveryTests
{
    [Fact]
    public void Several_mistakes_are_reported_in_one_go_and_in_the_order_of_the_text()
    {
        BindingResult result = Marked.Bind("""
            namespace A
            topology T
            {
                page 5KiB;
                node A : drum { capacity 8GiB; }
                node B : dram { capacity 8 GiB; latency 90 }
                node C : dram { latency ; capacity 8GiB }
                nod D : dram { capacity 8GiB; }
                node Dram : dram { capacity 8GiB; }
            }

            policy P on T
            {
                keep when page.tag == 300;
                demote A -> ;
                keep Dramm;
                assert A -> Dramn;
                promote when x;
                discard *
            }
            """);
        Assert.Equal(
            [
                "1 TP0001: expected ';', found 'topology'",
                "4 TP0104: the page size must be a power of two from 4KiB to 2MiB",
                "5 TP0020: unknown kind of node 'drum'; did you mean 'dram'?",
                "6 TP0007: no white space may stand between a number and its unit; write '8GiB'",
                "6 TP0016: 'latency' takes a duration, not a plain number",
                "6 TP0001: expected ';', found '}'",
                "7 TP0017: 'latency' takes a duration",
                "7 TP0001: expected ';', found '}'",
                "8 TP0020: unknown clause 'nod'; did you mean 'node'?",
                "14 TP0304: 300 is out of the range of 'page.tag', which is from 0 to 255",
                "15 TP0001: expected '*' or the name of a node or tier, found ';'",
                "16 TP0020: unknown node or tier 'Dramm'; did you mean 'Dram'?",
                "17 TP0020: unknown node 'Dramn'; did you mean 'Dram'?",
                "18 TP0001: expected '*' or the name of a node or tier, found 'when'",
                "19 TP0001: expected ';', found '}'",
            ],
            result.Diagnostics.Select(d => $"{d.Location.Line + 1} {d.Id}: {d.Message}"));
    }

    [Fact]
    public void A_forgotten_semicolon_costs_nothing_else()
    {
        BindingResult result = Marked.Bind("topology T\n{\n    node A : dram\n    {\n        capacity 8GiB\n        hotplug\n        latency 90ns;\n    }\n    node B : dram { capacity 1GiB }\n}\n");
        Assert.Equal(["5 ';'", "6 ';'", "9 ';'"], result.Diagnostics.Select(d => $"{d.Location.Line + 1} {d.Arguments[0]}"));
        Assert.Equal(["A", "B"], result.BrokenTopologies[0].NodeNames);
    }

    [Fact]
    public void A_policy_without_a_name_is_reported_once()
    {
        Marked.Reports("topology T { node A : dram { capacity 1GiB; } } policy [|on|] T { keep *; }", "TP0001", "expected the policy's name, found 'on'");
        Marked.BindClean("topology T { node A : dram { capacity 1GiB; } } policy on on T { keep *; }");
    }

    [Fact]
    public void What_names_a_node_that_was_lost_is_not_another_mistake()
    {
        BindingResult result = Marked.Bind("topology T\n{\n    nde Slowest : dram { capacity 1GiB; }\n    node B : dram { capacity 1GiB; }\n}\npolicy P on T { keep Slowest; }\n");
        Assert.Equal("TP0020: unknown clause 'nde'; did you mean 'node'?", string.Join('|', result.Diagnostics.Select(d => $"{d.Id}: {d.Message}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("}")]
    [InlineData("}}}}{{{{")]
    [InlineData("topology")]
    [InlineData("policy P on")]
    [InlineData("internal internal topology T")]
    [InlineData("namespace")]
    [InlineData("namespace .;")]
    [InlineData("topology T { tier { node { tier {")]
    [InlineData("topology T { distance { A 1 B")]
    [InlineData("topology T { node \ud800 : \udc00 { capacity \"\\")]
    [InlineData("policy P on T { expect { } -> ; assert ; keep when ; expect trace")]
    [InlineData("\"\\")]
    [InlineData("/*/")]
    [InlineData("policy P on P { keep when (((((((")]
    public void What_is_hardly_a_file_is_fine(string text) => Marked.Bind(text);

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("not ")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    [InlineData("a ")]
    [InlineData("1")]
    [InlineData("\"")]
    [InlineData("topology T { ")]
    [InlineData("policy P on T { } ")]
    [InlineData("\n\n")]
    [InlineData("/**/")]
    [InlineData("// tierpolicy disable TP0308\n")]
    public void Half_a_megabyte_of_anything_are_fine(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        foreach (string prefix in (string[])["", "topology T { ", "topology T { node A : dram { ", "policy P on T { keep when ", "topology T { distance { "])
        {
            TimeSpan own = ThreadTime.Of(() =>
            {
                SyntaxFile file = Parser.ParseFile("x", prefix + text);
                Assert.InRange(file.Diagnostics.Count, 0, 2000);
                Binder.Bind([file]);
            });
            Assert.InRange(own.TotalSeconds, 0, 10);
        }
    }

    [Theory]
    [InlineData("topology T { ", "node N{0} : dram { capacity 1GiB; } ")]
    [InlineData("topology T { ", "tier N{0} { node M{0} : dram { capacity 1GiB; } } ")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy P on T { ", "keep when page.tag == 1 and X{0}(page); ")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy P on T { ", "keep Unknown{0}; ")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy P on T { keep when A(page)", "or page.tag == 1 and X{0}(page) ")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy P on T { ", "domain D{0} { } ")]
    [InlineData("topology T { node A : dram { capacity 1GiB; } } policy P on T { ", "expect A { X{0}; } -> keep; ")]
    [InlineData("", "topology T{0} { node A : dram { capacity 1GiB; } } ")]
    public void Tens_of_thousands_of_a_kind_are_fine(string prefix, string piece)
    {
        string text = prefix + string.Concat(Enumerable.Range(0, 30_000).Select(i => piece.Replace("{0}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        Assert.InRange(ThreadTime.Of(() => Marked.Bind(text)).TotalSeconds, 0, 30);
    }
}
