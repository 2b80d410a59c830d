using System.Text.Json;
using TierPolicy.Language.Formatting;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class ConvertTests : IDisposable
{
    private const string Predicates =
        """
        using System;
        using TierPolicy;

        namespace Acme;

        /// <summary>Two <c>tiers</c>.</summary>
        [TierTopology]
        public enum Machine
        {
            [Tier("Fast"), Node(NodeKind.Dram, "1GiB", HasCpus = true)] Dram, // the fast one
            // and the slow one
            [Tier("Slow"), Node(NodeKind.Cxl, "4GiB")] Cxl,
        }

        // What it keeps.
        [TierPolicy<Machine>(Reclaim = ReclaimMode.Migrate)]
        [Keep(When = "page.tag == 1")] // index
        #pragma warning disable TP0310
        [Demote("Fast", "Slow", When = "page.idle >= 1s or page.dirty")]
        #pragma warning restore TP0310

        [Promote("Slow", "Fast")]
        [Expect("Dram { tag 1; } -> keep")]
        public readonly partial struct Cache
        {
            /// <summary>Read once.</summary>
            [Discard] private static bool ReadOnce(in PageInfo page) => page.Kind == PageKind.File && page.Age < TimeSpan.FromMilliseconds(50);

            [Demote("Dram", When = "page.tag == 3 or page.tag == 4"), Obsolete] internal static bool IsBig(in PageInfo page) => page.Accesses > 3;

            public static int Answer => 42;
        }

        internal static class Other;
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_policy_file_becomes_attributed_CSharp_with_its_comments()
    {
        string path = _folder.Write("a.tierpolicy", Policies.Search);
        Assert.Equal(
            new Run(
                0,
                """
                // search.tierpolicy
                using TierPolicy;

                namespace Acme.Search;

                [TierTopology(PageSize = "64KiB")]
                [Swap("/var/lib/search/swap", "64GiB", Latency = "90us")]
                [Store(Latency = "2ms")]
                // pasted from `numactl --hardware`
                [Distance(TwoSocket.Dram0, TwoSocket.Dram1, 21)]
                [Distance(TwoSocket.Dram0, TwoSocket.Cxl0, 17)]
                [Distance(TwoSocket.Dram0, TwoSocket.Cxl1, 28)]
                [Distance(TwoSocket.Dram1, TwoSocket.Dram0, 21)]
                [Distance(TwoSocket.Dram1, TwoSocket.Cxl0, 28)]
                [Distance(TwoSocket.Dram1, TwoSocket.Cxl1, 17)]
                [Distance(TwoSocket.Cxl0, TwoSocket.Dram0, 17)]
                [Distance(TwoSocket.Cxl0, TwoSocket.Dram1, 28)]
                [Distance(TwoSocket.Cxl0, TwoSocket.Cxl1, 28)]
                [Distance(TwoSocket.Cxl1, TwoSocket.Dram0, 28)]
                [Distance(TwoSocket.Cxl1, TwoSocket.Dram1, 17)]
                [Distance(TwoSocket.Cxl1, TwoSocket.Cxl0, 28)]
                public enum TwoSocket
                {
                    [Tier("Fast"), Node(NodeKind.Dram, "8GiB", Cpus = "0-15", Numa = 0, Latency = "90ns")] Dram0,
                    [Tier("Fast"), Node(NodeKind.Dram, "8GiB", Cpus = "16-31", Numa = 1, Latency = "90ns")] Dram1,

                    [Tier("Slow"), Node(NodeKind.Cxl, "32GiB", Numa = 2, Latency = "250ns")] Cxl0,
                    [Tier("Slow"), Node(NodeKind.Cxl, "32GiB", Numa = 3, Latency = "250ns", Hotplug = true)] Cxl1,

                    [Tier("Disk"), Node(NodeKind.File, "512GiB", Path = "/var/lib/search/pages.tier", Latency = "80us")] Ssd,
                }

                [TierPolicy<TwoSocket>(Reclaim = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Unmap | ReclaimMode.Migrate, Order = DemotionOrder.Tiers)]
                [Watermarks("Fast", Min = "1%", Low = "3%", High = "6%")]

                [Keep(When = "page.tag == 1")] // index pages stay hot
                [Discard(When = "page.kind == file and page.age < 50ms")] // read once, never again
                [Demote("Fast", "Slow", When = "page.idle >= 2s")]
                [Demote("Slow", "Disk", When = "page.idle >= 5min or source.free < 2%")]
                [Discard("*")] // otherwise ordinary reclaim
                [Promote("Slow", "Fast", When = "page.accesses >= 2 and page.idle < 1s", Limit = "256MiB/s")]

                [Domain("Batch", Limit = "1GiB", Demotion = DomainDemotion.Off)]
                [Domain("Tenant", Nodes = "Dram0, Cxl0")]

                [Assert("Dram0 -> Cxl0 -> Ssd")]
                [Assert("Dram1 -> Cxl1 -> Ssd")]
                [Assert("offline(Cxl1): Dram1 -> Cxl0")]
                [Assert("Ssd -> none")]

                [Expect("Dram0 { tag 1; idle 10s; } -> keep")]
                [Expect("Dram0 { idle 3s; } -> demote Cxl0")]
                [Expect("Cxl0 { idle 1s; source.free 50%; } -> discard")]
                public readonly partial struct SearchCache;

                """.ReplaceLineEndings("\n"),
                ""),
            Run.Of("convert", path, "--to", "csharp"));
    }

    [Fact]
    public void Attributed_CSharp_becomes_a_policy_file_and_its_predicates_stay()
    {
        string path = _folder.Write("Policies.cs", Predicates);
        string output = _folder.PathOf("a.tierpolicy");
        string remaining = _folder.PathOf("a.remaining.cs");
        Assert.Equal(new Run(0, $"wrote {output} and {remaining}, which together take the place of {path}\n", ""), Run.Of("convert", path, "--to", "tierpolicy", "--output", output));
        Assert.Equal(
            """
            namespace Acme;

            // Two tiers.
            topology Machine
            {
                tier Fast
                {
                    node Dram : dram { capacity 1GiB; cpus; }  // the fast one
                }
                tier Slow
                {
                    // and the slow one
                    node Cxl : cxl { capacity 4GiB; }
                }
            }

            // What it keeps.
            // In C#, without their attributes, in a part of the struct: ReadOnce, IsBig.
            policy Cache on Machine
            {
                reclaim migrate;

                keep   when page.tag == 1;  // index
                // tierpolicy disable TP0310
                demote Fast -> Slow when page.idle >= 1s or page.dirty;

                promote Slow -> Fast;
                expect Dram { tag 1; } -> keep;
                discard when Acme.Cache.ReadOnce(page);
                demote  Dram when Acme.Cache.IsBig(page) and (page.tag == 3 or page.tag == 4);
            }

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(output));
        Assert.Equal(
            """
            using System;
            using TierPolicy;

            namespace Acme;

            // What it keeps.
            public readonly partial struct Cache
            {
                /// <summary>Read once.</summary>
                private static bool ReadOnce(in PageInfo page) => page.Kind == PageKind.File && page.Age < TimeSpan.FromMilliseconds(50);

                [Obsolete] internal static bool IsBig(in PageInfo page) => page.Accesses > 3;

                public static int Answer => 42;
            }

            internal static class Other;
            """,
            File.ReadAllText(remaining));
        Assert.Equal(["Acme.Cache.g.cs"], Emitted.OfPolicyFile(File.ReadAllText(output), File.ReadAllText(remaining)).Keys);
    }

    [Fact]
    public void Comments_above_and_below_all_declarations_stay()
    {
        string path = _folder.Write(
            "Policies.cs",
            """
            // Licensed to Acme.
            using TierPolicy;

            // What Acme has.
            namespace Acme;

            [TierTopology]
            public enum Machine
            {
                [Node(NodeKind.Dram, "1GiB")] Dram,
            }

            // The end.
            """);
        Assert.Equal(
            """
            // Licensed to Acme.
            // What Acme has.
            namespace Acme;

            topology Machine
            {
                node Dram : dram { capacity 1GiB; }
            }

            // The end.

            """.ReplaceLineEndings("\n"),
            Run.Of("convert", path, "--to", "tierpolicy").Output);
    }

    [Fact]
    public void Without_an_output_what_stays_in_CSharp_is_mentioned()
    {
        Run run = Run.Of("convert", _folder.Write("Policies.cs", Predicates), "--to", "tierpolicy");
        Assert.Equal((0, $"note: a part of '{_folder.PathOf("Policies.cs")}' stays in C#; with --output it is written, too\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Machines_get_the_text_and_what_remains()
    {
        JsonElement json = Run.Of("convert", _folder.Write("Policies.cs", Predicates), "--to", "tierpolicy", "--json").ReadJson();
        Assert.StartsWith("namespace Acme;", json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("ReadOnce", json.GetProperty("remaining").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(json.TryGetProperty("output", out _));
    }

    [Fact]
    public void What_a_comment_silences_a_pragma_silences()
    {
        string text = Policies.Search.Replace("    demote  Fast", "    // tierpolicy disable TP0308 TP0310 on purpose\n    demote  Fast", StringComparison.Ordinal)
            .Replace("policy SearchCache", "// tierpolicy disable TP0207\npolicy SearchCache", StringComparison.Ordinal);
        string csharp = Run.Of("convert", _folder.Write("a.tierpolicy", text), "--to", "csharp").Output;
        Assert.Contains("#pragma warning disable TP0308, TP0310 // on purpose\n[Demote(\"Fast\", \"Slow\", When = \"page.idle >= 2s\")]\n#pragma warning restore TP0308, TP0310\n", csharp, StringComparison.Ordinal);
        Assert.Contains("#pragma warning disable TP0207\n[TierPolicy", csharp, StringComparison.Ordinal);
        Assert.EndsWith("struct SearchCache;\n#pragma warning restore TP0207\n", csharp, StringComparison.Ordinal);
        string back = Run.Of("convert", _folder.Write("a.cs", csharp), "--to", "tierpolicy").Output;
        Assert.Contains("// tierpolicy disable TP0308 TP0310\n    demote  Fast", back, StringComparison.Ordinal);
        Assert.Contains("// tierpolicy disable TP0207\npolicy SearchCache", back, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topology @ { node Dram : dram { capacity 1GiB; cpus; } swap { path \"s\"; capacity 1GiB; } } policy string on @ { expect Dram { } -> discard; }", "NodeKind")]
    [InlineData("topology @ { node Dram : dram { capacity 1GiB; cpus; } swap { path \"s\"; capacity 1GiB; } } policy Keep on @ { keep when page.tag == 1; }", "Node")]
    [InlineData("namespace A.Tier.event; topology @ { node class : dram { capacity 1GiB; cpus; } swap { path \"s\"; capacity 1GiB; } } internal policy P on @ { domain static { limit 1GiB; } keep class when page.domain == static; }", "int")]
    [InlineData("namespace TierPolicy.A; topology @ { node Dram : dram { capacity 1GiB; cpus; } swap { path \"a\\\\\\\"\\u202E\"; capacity 1GiB; } } policy P on @ { }", "T")]
    public void Names_that_CSharp_or_the_runtime_has_are_no_trouble(string text, string topology)
    {
        text = Formatter.Format("", text.Replace("@", topology, StringComparison.Ordinal))!;
        string csharp = Run.Of("convert", _folder.Write("a.tierpolicy", text), "--to", "csharp").Output;
        Assert.Equal(Emitted.OfPolicyFile(text), Emitted.OfCSharp(csharp));
        Assert.DoesNotContain('\u202e', csharp);
        Assert.Equal(text, Run.Of("convert", _folder.Write("a.cs", csharp), "--to", "tierpolicy").Output.Replace("}\n\n    swap", "}\n    swap", StringComparison.Ordinal));
    }

    [Fact]
    public void No_comment_of_CSharp_is_lost_wherever_it_stands()
    {
        const string CSharp = """
            // c01
            using TierPolicy; // c02
            // c03
            namespace Acme; /* c04 */ // c05

            // c06
            [TierTopology(PageSize = "64KiB" /* c07 */)] // c08
            [Distance(Box.Near, Box.Far, 17)] // c09
            public /* c10 */ enum Box // c11
            { // c12
                // c13
                [Tier("Fast"), /* c14 */ Node(NodeKind.Dram, "8GiB", HasCpus = true)] Near, // c15
                /* c16 */ [Tier("Slow"), Node(NodeKind.Cxl, "32GiB")] /* c17 */ Far // c18
                // c19
            } // c20

            // c21
            [TierPolicy<Box>(Reclaim = ReclaimMode.Zone | /* c22 */ ReclaimMode.Migrate)] // c23
            [Keep(When = "page.tag == 1"), /* c24 */ Demote("Fast", "Slow")] // c25
            // c26
            [Promote("Slow", "Fast")]
            // c27
            public readonly partial struct P // c28
            { // c29
                // c30
            } // c31
            // c32
            """;
        string text = Run.Of("convert", _folder.Write("a.cs", CSharp), "--to", "tierpolicy").Output;
        Assert.Equal(Enumerable.Range(1, 32).Select(i => $"c{i:00}"), System.Text.RegularExpressions.Regex.Matches(text, @"\bc[0-9]{2}\b").Select(match => match.Value).Order());
        Assert.Equal(Emitted.OfCSharp(CSharp), Emitted.OfPolicyFile(text));
    }

    [Fact]
    public void A_matrix_of_some_nodes_stays_one_of_these()
    {
        const string Text = """
            topology Box
            {
                node A : dram { capacity 1GiB; cpus; }
                node B : cxl  { capacity 1GiB; }
                node C : cxl  { capacity 1GiB; }

                distance
                {
                       A  B
                    A 10 17
                    B 18 10
                }
            }

            """;
        string csharp = Run.Of("convert", _folder.Write("a.tierpolicy", Text), "--to", "csharp").Output;
        Assert.Contains("[Distance(Box.A, Box.B, 17)]\n[Distance(Box.B, Box.A, 18)]\n", csharp, StringComparison.Ordinal);
        Assert.DoesNotContain("DistanceRow", csharp, StringComparison.Ordinal);
        Assert.Equal(Text, Run.Of("convert", _folder.Write("a.cs", csharp), "--to", "tierpolicy").Output);
    }

    [Theory]
    [InlineData("Acme", "Elsewhere")]
    [InlineData("TierPolicy.Samples", "Acme.Elsewhere")]
    public void A_topology_that_stands_elsewhere_is_named(string space, string topology)
    {
        string text = $"namespace {space};\n\npolicy P on {topology}\n{{\n    keep when page.tag == 1;\n}}\n";
        string csharp = Run.Of("convert", _folder.Write("a.tierpolicy", text), "--to", "csharp").Output;
        Assert.Contains($"[TierPolicy(\"{topology}\")]", csharp, StringComparison.Ordinal);
        Assert.Equal(text, Run.Of("convert", _folder.Write("a.cs", csharp), "--to", "tierpolicy").Output);
        Assert.Equal(text, Run.Of("convert", _folder.Write("b.cs", csharp.Replace($"(\"{topology}\")", $"<{topology}>", StringComparison.Ordinal)), "--to", "tierpolicy").Output);
    }

    [Fact]
    public void A_policy_with_mistakes_is_not_converted_and_they_are_shown()
    {
        string path = _folder.Write("a.tierpolicy", Policies.Search.Replace("Fast -> Slow", "Fasst -> Slow", StringComparison.Ordinal));
        Run run = Run.Of("convert", path, "--to", "csharp", "--output", _folder.PathOf("a.cs"));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("error TP0020: unknown node or tier 'Fasst'; did you mean 'Fast'?", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("a.cs")));
    }

    [Fact]
    public void Mistakes_in_attributes_are_shown_in_their_place()
    {
        string path = _folder.Write("a.cs", Predicates.Replace("\"Fast\", \"Slow\", When", "\"Fasst\", \"Slow\", When", StringComparison.Ordinal));
        Run run = Run.Of("convert", path, "--to", "tierpolicy");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("""[Demote("Fasst", "Slow", When = "page.idle >= 1s or page.dirty")]""", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"page.tag == 1\"", "Rules.OfElsewhere", "error CS0103: The name 'Rules' does not exist in the current context")]
    [InlineData("namespace Acme;", "namespace Acme", "error CS1514: { expected (and 1 more mistake)")]
    public void CSharp_that_does_not_say_all_by_itself_is_refused(string written, string instead, string message)
    {
        string path = _folder.Write("a.cs", Predicates.Replace(written, instead, StringComparison.Ordinal));
        Run run = Run.Of("convert", path, "--to", "tierpolicy");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {path}(", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"{message}\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class C { [TierPolicy.TierTopology] enum T { [TierPolicy.Node(TierPolicy.NodeKind.Dram, \"1GiB\")] Dram } }", "'T' is nested in 'C', which a .tierpolicy file cannot say")]
    [InlineData("class C;", "'@' declares no topology and no policy")]
    [InlineData(
        "namespace A { [TierTopology] enum T { [Node(NodeKind.Dram, \"1GiB\")] Dram } } namespace B { [TierTopology] enum T { [Node(NodeKind.Dram, \"1GiB\")] Dram } }",
        "a .tierpolicy file has one namespace, and this one has 'A' and 'B': put them into files of their own first")]
    public void What_a_policy_file_cannot_say_is_an_error(string csharp, string message)
    {
        string path = _folder.Write("a.cs", csharp);
        Assert.Equal(new Run(1, "", $"error: {message.Replace("@", path, StringComparison.Ordinal)}\n"), Run.Of("convert", path, "--to", "tierpolicy"));
    }

    [Fact]
    public void Nothing_is_written_over_without_force()
    {
        string path = _folder.Write("a.tierpolicy", Policies.Search);
        string output = _folder.Write("b.cs", "mine");
        Run.Of("convert", path, "--to", "csharp", "--output", output).AssertWrongUsage($"'{output}' is there already; --force writes over it");
        Assert.Equal("mine", File.ReadAllText(output));
        Assert.Equal(new Run(0, $"wrote {output}, which takes the place of {path}\n", ""), Run.Of("convert", path, "--to", "csharp", "--output", output, "--force"));
    }

    [Fact]
    public void Of_two_files_none_is_written_where_one_is_there()
    {
        string path = _folder.Write("Policies.cs", Predicates);
        string remaining = _folder.Write("a.remaining.cs", "mine");
        Run.Of("convert", path, "--to", "tierpolicy", "--output", _folder.PathOf("a.tierpolicy")).AssertWrongUsage($"'{remaining}' is there already; --force writes over it");
        Assert.False(File.Exists(_folder.PathOf("a.tierpolicy")));
    }

    [Fact]
    public void A_file_is_never_written_over_itself()
    {
        string path = _folder.Write("a.tierpolicy", Policies.Search);
        Run.Of("convert", path, "--to", "csharp", "--output", path, "--force").AssertWrongUsage($"'{path}' is the file that is converted");
    }

    [Fact]
    public void What_is_in_the_form_already_is_wrong_usage()
    {
        string policy = _folder.Write("a.tierpolicy", "");
        string csharp = _folder.Write("a.cs", "");
        Run.Of("convert", policy, "--to", "tierpolicy").AssertWrongUsage($"'{policy}' is a .tierpolicy file already");
        Run.Of("convert", csharp, "--to", "csharp").AssertWrongUsage($"'{csharp}' is C# already");
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_is_wrong_usage()
    {
        Run.Of("convert", "nowhere.cs", "--to", "tierpolicy").AssertWrongUsage("there is no file 'nowhere.cs'");
        Run.Of("convert", _folder.Path, "--to", "csharp").AssertWrongUsage($"'{_folder.Path}' is a folder: files are converted one by one");
        Assert.Equal(2, Run.Of("convert", _folder.Write("a.cs", Predicates)).ExitCode);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        File.WriteAllBytes(_folder.PathOf("a.tierpolicy"), [0x2f, 0x2f, 0xff]);
        Assert.Equal(new Run(1, "", $"error: '{_folder.PathOf("a.tierpolicy")}' is not UTF-8 text\n"), Run.Of("convert", _folder.PathOf("a.tierpolicy"), "--to", "csharp"));
    }
}
