using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TierPolicy.Generator.Tests.Hosting;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Tests;

/// <summary>Nothing that stands in a policy reaches the output as anything but a name, the contents of a string, or a word of a comment.</summary>
public sealed class EscapingTests
{
    /// <summary>The places of a file in which any text can stand.</summary>
    private const string Anywhere =
        """
        namespace NAMESPACE; /* EVIL */
        topology T
        {
            page 4KiB;
            node Near : dram { capacity 1GiB; cpus; } // TAME
            node Far : file { capacity 1GiB; path "EVIL"; }
            node Dax : dax { capacity 1GiB; path "EVIL"; }
            node Remote : remote { capacity 1GiB; endpoint "EVIL"; }
            swap { path "EVIL"; capacity 1GiB; }
        }
        policy P on T
        {
            reclaim migrate;
            keep /* EVIL */ when page.tag == 1 // TAME
                or /* EVIL */ page.dirty;
            demote * /* EVIL */ -> Far;
            promote Dax /* EVIL */ -> Near limit 1MiB/s;
            proactive Near when /* EVIL */ page.age > 1s;
            expect trace "EVIL" { hits > 1; }
        }
        """;

    /// <summary>The places in which only some text can stand, NAME in each of them.</summary>
    private static readonly string[] Names =
    [
        "namespace NAME; topology T { node A : dram { capacity 1GiB; cpus; } }",
        "topology NAME { node A : dram { capacity 1GiB; cpus; } } policy P on NAME { }",
        "topology T { tier NAME { node A : dram { capacity 1GiB; cpus; } } } policy P on T { keep NAME; }",
        "topology T { node NAME : dram { capacity 1GiB; cpus; hotplug; } node B : dram { capacity 1GiB; } } policy P on T { keep NAME; }",
        "topology T { node A : NAME { capacity 1GiB; cpus; } }",
        "topology T { node A : dram { capacity 1NAME; price 1.0NAME; latency 9nsNAME; cpus; } }",
        "topology T { node A : dram { capacity 1GiB; cpus NAME; } }",
        "topology T { node A : dram { capacity 1GiB; cpus; } } policy NAME on T { domain D { } }",
        "topology T { node A : dram { capacity 1GiB; cpus; } } policy P on T { domain NAME { } keep when page.domain == NAME; }",
        "topology T { node A : dram { capacity 1GiB; cpus; } } policy P on T { keep when NAME(page); }",
        "topology T { node A : dram { capacity 1GiB; cpus; } } policy P on T { keep when Ask.NAME(page) or page.idle > 1sNAME; }",
        "topology T { node A : dram { capacity 1GiB; cpus; } } policy P on T { order NAME; }",
        "topology T { node A : dram { capacity 1GiB; cpus; } } policy P on T { expect A { NAME; tag NAME; } -> NAME; assert A -> NAME; }",
    ];

    /// <summary>What could end something, begin something, hide something, or pass for something else.</summary>
    private static readonly string[] Evils =
    [
        "*/", "/*", "//", "\"", "\\", "\\\"", "'", "{", "}", ";", "{0}", "@", "$\"{1}\"", "\"\"\"", "<", "&", "</summary>", "-->", "]]>",
        "\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\v", "\f", "\0", "\u001a", "\u001b[31m", "\u007f",
        "\n#if false\n", "\n#error boo\n", "\r#line 1 \"x\"\r", "\u2028#pragma warning disable\u2028", "\u0085#endif\u0085", "\n#nullable disable\n",
        "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\ufeff", "\u200b", "\u00ad", "\u180e",
        "\uff1b", "\u037e", "\uff02", "\u2215\u2217", "\u0430", "\u3164", "\u0301", "\u00a0", "\ue000", "\uffff",
        "\ud800", "\udc00", "\ud83d\ude00", "\udb40\udc01",
        "class", "record", "value__", "global", "_", "get_D", "D", "nameof", "await", "field", "TierPolicy", "System", "P", "T",
    ];

    [Fact]
    public void Comments_and_strings_stay_what_they_are()
    {
        PolicyProject project = new() { Policies = [.. Evils.Select((evil, i) => new PolicyText(PathOf(evil, i), PolicyOf(evil, i)))] };

        Assembly policies = AssertSound(project).AssertCompiles().Load();

        for (int i = 0; i < Evils.Length; i++)
        {
            PolicyDescription description = PolicyHooks.Of(policies.GetType($"N{i}.P", throwOnError: true)!).Description;
            Assert.Equal((Evils[i], Evils[i]), (description.Topology.Nodes[1].Path, description.Topology.Swap!.Path));
            Assert.Equal(Evils[i], description.Topology.Nodes[3].Endpoint);
            Assert.Equal("keep when page.tag == 1 or page.dirty", description.ReclaimRules[0]);
        }

        static string PathOf(string evil, int i) => $"{i}{evil}b.tierpolicy";

        static string PolicyOf(string evil, int i)
        {
            // What ends a comment or a string in the policy would make another policy of it: here the contents count.
            string inComment = evil.Replace("*/", "* /", StringComparison.Ordinal);
            string inString = string.Concat(evil.Select(c => c is '"' or '\\' || c < ' ' || c >= 128 ? $"\\u{(int)c:x4}" : c.ToString()));
            string inLine = string.Concat(evil.Where(c => !IsLineEnd(c)));
            return Anywhere
                .Replace("NAMESPACE", $"N{i}", StringComparison.Ordinal)
                .Replace("\"EVIL\"", $"\"{inString}\"", StringComparison.Ordinal)
                .Replace("EVIL", inComment, StringComparison.Ordinal)
                .Replace("TAME", inLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_is_a_name_or_a_mistake()
    {
        // What is a word can be a name alone; the rest hides in one.
        IEnumerable<string> names = Evils.Select(evil => SyntaxFacts.IsValidIdentifier(evil) ? evil : $"A{evil}B");
        AssertSound(new PolicyProject
        {
            Policies = [.. names.SelectMany((name, i) => Names.Select((place, j) => new PolicyText($"{i}-{j}.tierpolicy", Fill(place, name, i, j))))],
        });

        // The first place is the namespace itself, where the topology has to be told from the others.
        static string Fill(string place, string name, int i, int j) => j == 0
            ? place.Replace("NAME", name, StringComparison.Ordinal).Replace("topology T", $"topology T{i}", StringComparison.Ordinal)
            : $"namespace N{i}_{j}; {place.Replace("NAME", name, StringComparison.Ordinal)}";
    }

    [Fact]
    public void Strings_of_attributes_stay_what_they_are()
    {
        PolicyProject project = new() { Sources = [.. Evils.Select((evil, i) => ($"{i}.cs", SourceOf(evil, i)))] };

        Assembly policies = AssertSound(project).Load();

        for (int i = 0; i < Evils.Length; i++)
        {
            PolicyDescription description = PolicyHooks.Of(policies.GetType($"N{i}.OnSound", throwOnError: true)!).Description;
            Assert.Equal((Evils[i], Evils[i]), (description.Topology.Swap!.Path, description.Topology.Nodes[1].Path));
            Assert.Equal("keep when page.tag == 1 or page.dirty", description.ReclaimRules[0]);
        }

        static string SourceOf(string evil, int i) =>
            $$"""
            using TierPolicy;

            namespace N{{i}};

            [TierTopology(PageSize = {{Literal("4KiB" + evil)}})]
            [Swap({{Literal(evil)}}, "1GiB"), Store(Latency = {{Literal("1ms" + evil)}})]
            public enum Broken { [Tier({{Literal(evil)}}), Node(NodeKind.Dram, {{Literal("1GiB" + evil)}}, Cpus = {{Literal(evil)}}, Price = {{Literal(evil)}})] A }

            [TierTopology]
            [Swap({{Literal(evil)}}, "1GiB")]
            public enum Sound { [Node(NodeKind.Dram, "1GiB")] A, [Node(NodeKind.File, "1GiB", Path = {{Literal(evil)}})] B }

            [TierPolicy<Sound>(Reclaim = ReclaimMode.Migrate)]
            [Keep(When = {{Literal($"page.tag == 1 /* {evil.Replace("*/", "", StringComparison.Ordinal)} */ or page.dirty")}})]
            [Demote("*"), Promote("B", "A")]
            public readonly partial struct OnSound;

            [TierPolicy<Sound>]
            [Keep({{Literal(evil)}}), Keep(When = {{Literal(evil)}}), Keep(When = {{Literal($"Ask.{evil}(page)")}})]
            [Promote({{Literal(evil)}}, {{Literal(evil)}}, Limit = {{Literal("1MiB/s" + evil)}}), Watermarks({{Literal(evil)}}, Min = {{Literal("1%" + evil)}})]
            [Domain({{Literal(evil)}}, Nodes = {{Literal(evil)}}), Assert({{Literal(evil)}}), Expect({{Literal(evil)}})]
            public readonly partial struct OnNothing;

            [TierPolicy({{Literal(evil)}})]
            public readonly partial struct Named;
            """;

        static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
    }

    /// <summary>The output is tame and compiles, but for predicates, which are the user's.</summary>
    private static Generated AssertSound(PolicyProject project)
    {
        HashSet<string> paths = [.. project.Policies.Select(policy => policy.Path), .. project.Sources.Select(source => source.Path)];
        Generated generated = project.Generate();
        Assert.Null(generated.Driver.GetRunResult().Results.Single().Exception);
        foreach (GeneratedSourceResult source in generated.Sources)
        {
            AssertTame(source, paths);
        }

        HashSet<SyntaxTree> made = [.. generated.Sources.Select(source => source.SyntaxTree)];
        Assert.DoesNotContain(generated.Compilation.GetDiagnostics(), diagnostic => diagnostic.Id != "CS8019" && !IsUsers(diagnostic));
        return generated;

        bool IsUsers(Diagnostic diagnostic) =>
            diagnostic.Location.SourceTree is { } tree && made.Contains(tree) && paths.Contains(diagnostic.Location.GetMappedLineSpan().Path);
    }

    private static void AssertTame(GeneratedSourceResult source, HashSet<string> paths)
    {
        string output = source.SourceText.ToString();
        Assert.True(output.All(c => c is '\n' or (>= ' ' and <= '~') || VisibleText.IsVisible(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark), output);

        foreach (SyntaxTrivia trivia in source.SyntaxTree.GetRoot().DescendantTrivia(descendIntoTrivia: false))
        {
            switch (trivia.Kind())
            {
                case SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia or SyntaxKind.SkippedTokensTrivia:
                    Assert.Fail($"{trivia.Kind()} in\n{output}");
                    break;
                case var _ when trivia.IsDirective:
                    string[] known = ["#nullable enable", "#line hidden", "#line default", "#pragma warning disable CS1591 // It is documented where it is declared, or not."];
                    string directive = trivia.ToString().Trim();
                    Assert.True(known.Contains(directive) || paths.Contains(Regex.Match(directive, "^#line [0-9]+ \"(.*)\"$").Groups[1].Value), directive);
                    break;
            }
        }
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
