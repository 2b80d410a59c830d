using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary>Predicates in C# are false where nobody says what they are; a fact says it, or the program's own assembly.</summary>
public sealed class PredicateTests : IDisposable
{
    private const string Rules =
        """
        using System;
        using TierPolicy;

        namespace Acme
        {
            public static class Rules
            {
                public static bool Hot(in PageInfo page) => page.Accesses > 3 && page.Idle < TimeSpan.FromSeconds(1) && page.Kind == PageKind.File && page.IsDirty && page.Tag == 7 && page.Domain == 2 && page.Node == 1;

                public static bool Throws(in PageInfo page) => throw new InvalidOperationException("no\npages today");

                public static bool Ref(ref PageInfo page) => true;

                public static int Number(in PageInfo page) => 1;

                public static bool Value(PageInfo page) => true;

                public static class Inner
                {
                    internal static bool True(in PageInfo page) => true;
                }
            }

            public readonly struct P
            {
                private static bool Own(in PageInfo page) => true;
            }
        }

        namespace Acme.Deeper
        {
            public static class Broken
            {
                static Broken() => throw new InvalidOperationException("broken from the start");

                public static bool Ask(in PageInfo page) => true;
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public PredicateTests() => Assembly = Library.Compile(_folder.PathOf("rules.dll"), Rules);

    private string Assembly { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_reference_a_predicate_is_false_and_the_explanation_says_so()
        => Assert.Equal(("discard", "does not match: Acme.Rules.Hot(page) is taken as false: no fact says that it is true, and no --reference has it"), Ask("Acme.Rules.Hot", "on Cxl"));

    [Theory]
    [InlineData("on Cxl; accesses 4; kind file; dirty; tag 7; domain B", "keep", "matches: Acme.Rules.Hot(page) is true")]
    [InlineData("on Cxl; accesses 4; kind file; dirty; tag 7; domain A", "discard", "does not match: Acme.Rules.Hot(page) is false")]
    [InlineData("on Dram; accesses 4; kind file; dirty; tag 7; domain B", "discard", "does not match: Acme.Rules.Hot(page) is false")]
    [InlineData("on Cxl; accesses 3; kind file; dirty; tag 7; domain B", "discard", "does not match: Acme.Rules.Hot(page) is false")]
    [InlineData("on Cxl; accesses 4; idle 2s; kind file; dirty; tag 7; domain B", "discard", "does not match: Acme.Rules.Hot(page) is false")]
    [InlineData("on Cxl; accesses 4; dirty; tag 7; domain B", "discard", "does not match: Acme.Rules.Hot(page) is false")]
    public void A_reference_is_asked_about_the_page_with_all_its_facts(string page, string verdict, string why)
        => Assert.Equal((verdict, why), Ask("Acme.Rules.Hot", page, "--reference", Assembly));

    [Theory]
    [InlineData("Acme.Rules.Hot", "keep", "matches: Acme.Rules.Hot(page) is said to be true")]
    [InlineData("Acme.Rules.Hot true", "keep", "matches: Acme.Rules.Hot(page) is said to be true")]
    public void A_fact_that_names_a_predicate_has_the_last_word(string fact, string verdict, string why)
        => Assert.Equal((verdict, why), Ask("Acme.Rules.Hot", $"on Dram; {fact}", "--reference", Assembly));

    [Fact]
    public void A_fact_that_denies_a_predicate_has_the_last_word_too()
        => Assert.Equal(("discard", "does not match: Own(page) is said to be false"), Ask("Own", "on Dram; Own false", "--reference", Assembly));

    [Theory]
    [InlineData("Own")]
    [InlineData("P.Own")]
    [InlineData("Acme.P.Own")]
    [InlineData("Rules.Inner.True")]
    [InlineData("Acme.Rules.Inner.True")]
    public void Names_are_resolved_from_within_the_struct_as_the_compiler_does(string method)
        => Assert.Equal(("keep", $"matches: {method}(page) is true"), Ask(method, "on Dram", "--reference", Assembly));

    [Theory]
    [InlineData("Acme.Rules.Cold", "the type 'Acme.Rules' has no static method 'Cold'")]
    [InlineData("Acme.Roles.Hot", "no type 'Acme.Roles' with such a method is in what --reference gives")]
    [InlineData("Missing", "no type 'P' with such a method is in what --reference gives")]
    [InlineData("Acme.Rules.Ref", "it is not 'static bool Ref(in PageInfo page)'")]
    [InlineData("Acme.Rules.Number", "it is not 'static bool Number(in PageInfo page)'")]
    [InlineData("Acme.Rules.Value", "it is not 'static bool Value(in PageInfo page)'")]
    [InlineData("Acme.Rules.Throws", "it threw InvalidOperationException: no pages today")]
    [InlineData("Acme.Deeper.Broken.Ask", "it threw InvalidOperationException: broken from the start")]
    public void A_predicate_that_cannot_be_asked_is_false_and_the_explanation_says_why(string method, string why)
        => Assert.Equal(("discard", $"does not match: {method}(page) is taken as false: {why}"), Ask(method, "on Dram", "--reference", Assembly));

    [Fact]
    public void Dependencies_are_found_beside_the_assembly()
    {
        string dependency = Library.Compile(_folder.PathOf("dependency.dll"), "public static class Limits { public static int Busy => 2; }");
        string assembly = Library.Compile(
            _folder.PathOf("dependent.dll"),
            "public static class Asks { public static bool Busy(in TierPolicy.PageInfo page) => page.Accesses > Limits.Busy; }",
            dependency);
        Assert.Equal(("keep", "matches: Asks.Busy(page) is true"), Ask("Asks.Busy", "on Dram; accesses 3", "--reference", assembly));
        File.Delete(dependency);
        (string verdict, string why) = Ask("Asks.Busy", "on Dram; accesses 3", "--reference", assembly);
        Assert.Equal("discard", verdict);
        Assert.StartsWith("does not match: Asks.Busy(page) is taken as false: it cannot be loaded: ", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_references_are_searched_in_turn()
    {
        string other = Library.Compile(_folder.PathOf("other.dll"), "public static class Asks { public static bool Yes(in TierPolicy.PageInfo page) => true; }");
        Assert.Equal(("keep", "matches: Asks.Yes(page) is true"), Ask("Asks.Yes", "on Dram", "--reference", Assembly, "--reference", other));
    }

    [Fact]
    public void Predicates_decide_on_promotions_too()
    {
        string path = Policy("Acme.Rules.Hot", "promote Cxl -> Dram when Rules.Inner.True(page);");
        Assert.Contains("promoted to Dram", Run.Of("explain", path, "--page", "on Cxl", "--reference", Assembly).Output, StringComparison.Ordinal);
        Assert.Contains("it stays", Run.Of("explain", path, "--page", "on Cxl").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_is_not_there_is_wrong_usage()
        => Run.Of("explain", Policy("Own"), "--page", "on Dram", "--reference", "nowhere.dll").AssertWrongUsage("--reference: there is no file 'nowhere.dll'");

    [Fact]
    public void A_reference_that_is_no_assembly_is_wrong_usage()
    {
        string text = _folder.Write("text.dll", "no assembly");
        Run.Of("explain", Policy("Own"), "--page", "on Dram", "--reference", text).AssertWrongUsage($"--reference: '{text}' is no assembly that can be run here");
    }

    /// <summary>The verdict, and why the rule that asks the predicate matches or not.</summary>
    private (string Verdict, string Why) Ask(string method, string page, params string[] reference)
    {
        Run run = Run.Of(["explain", Policy(method), "--json", "--page", page, .. reference]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement answer = run.ReadJson().GetProperty("policies")[0].GetProperty("page");
        return (answer.GetProperty("verdict").GetString()!, answer.GetProperty("attempts")[0].GetProperty("why").GetString()!);
    }

    private string Policy(string method, string more = "") => _folder.Write(
        "a.tierpolicy",
        $$"""
        namespace Acme;
        topology T { node Dram : dram { capacity 1GiB; cpus; } node Cxl : cxl { capacity 1GiB; } swap { path "s"; capacity 1GiB; } }
        policy P on T { domain A { limit 1GiB; } domain B { limit 1GiB; } keep when {{method}}(page); discard *; {{more}} }
        """);
}
