using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Every mistake is reported once, where it was made.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void A_mistake_in_a_file_is_reported_at_its_span()
    {
        string text = Samples.FourNodes + "\npolicy P on FourNodes\n{\n    reclaim migrate;\n    demote Dram0 -> Cxll0;\n    promote Slow -> Fast;\n}\n";

        Diagnostic diagnostic = Assert.Single(PolicyProject.OfPolicy(text, "a b#[1].tierpolicy").Generate().Diagnostics, one => one.Severity == DiagnosticSeverity.Error);

        Assert.Equal("TP0020", diagnostic.Id);
        Assert.Contains("did you mean 'Cxl0'?", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(new TextSpan(text.IndexOf("Cxll0", StringComparison.Ordinal), 5), diagnostic.Location.SourceSpan);
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        int line = text[..text.IndexOf("Cxll0", StringComparison.Ordinal)].Count(c => c == '\n');
        Assert.Equal(("a b#[1].tierpolicy", new LinePositionSpan(new(line, 20), new(line, 25))), (place.Path, place.Span));
    }

    [Fact]
    public async Task A_mistake_in_a_file_is_not_reported_by_the_analyzer()
    {
        PolicyProject project = PolicyProject.OfPolicy("topology T { node A : dram { } } policy P on T { keep B; }");

        Assert.NotEmpty(project.Generate().Diagnostics);
        Assert.Empty(await project.Analyze());
    }

    [Fact]
    public async Task A_mistake_in_an_attribute_is_reported_by_the_analyzer_inside_the_string()
    {
        const string Text =
            """
            using TierPolicy;

            [TierPolicy<FourNodes>(Reclaim = ReclaimMode.Migrate)]
            [Demote("Dram0", "Cxl\u0030, Cxll1", When = "page.idle >= 2parsec")]
            [Promote("Slow", "Fast")]
            public readonly partial struct P;
            """;
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes).WithCSharp(Text);

        Assert.DoesNotContain(project.Generate().Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> diagnostics = await project.Analyze();

        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == "TP0006" && TextAt(diagnostic).Contains("parsec", StringComparison.Ordinal));
        Assert.All(diagnostics, diagnostic => Assert.Equal(LocationKind.SourceFile, diagnostic.Location.Kind));
    }

    [Fact]
    public void A_name_that_is_taken_in_CSharp_is_reported_in_the_file()
    {
        const string CSharp =
            """
            using TierPolicy;

            [TierTopology]
            public enum Taken
            {
                [Node(NodeKind.Dram, "1GiB")] A,
            }

            [TierPolicy("FourNodes", Reclaim = ReclaimMode.Zone)]
            public readonly partial struct P;
            """;
        const string Text = Samples.FourNodes + "\npolicy P on FourNodes { }\ntopology Taken { node A : dram { capacity 1GiB; } }\n";
        PolicyProject project = PolicyProject.OfPolicy(Text).WithCSharp(CSharp);

        Generated generated = project.Generate();

        Diagnostic[] errors = [.. generated.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.Equal(["TP0021: the name 'P' is taken already", "TP0021: the name 'Taken' is taken already"], errors.Select(error => $"{error.Id}: {error.GetMessage(null)}"));
        Assert.Equal(["P", "Taken"], errors.Select(error => Text.Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length)));
        Assert.Equal(["P", "Taken"], errors.Select(error => CSharp.Substring(Assert.Single(error.AdditionalLocations).SourceSpan.Start, error.AdditionalLocations[0].SourceSpan.Length)));
        generated.AssertOutputCompiles();
    }

    [Fact]
    public async Task The_name_of_a_domain_or_a_tier_has_no_dots()
    {
        PolicyProject project = PolicyProject.OfCSharp(
            """
            using TierPolicy;

            [TierTopology]
            public enum T { [Tier("Fast.Er"), Node(NodeKind.Dram, "1GiB")] A }

            [TierTopology]
            public enum U { [Node(NodeKind.Dram, "1GiB")] A }

            [TierPolicy<U>]
            [Domain("page.kind")]
            public readonly partial struct P;
            """);

        project.Generate().AssertOutputCompiles();
        Assert.Equal(
            ["expected the end, found '.'", "expected the end, found '.'"],
            (await project.Analyze()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.GetMessage(null)));
    }

    [Fact]
    public async Task A_wrong_name_in_an_attribute_is_reported_at_the_name()
    {
        ImmutableArray<Diagnostic> diagnostics = await PolicyProject.OfPolicy(Samples.FourNodes).WithCSharp(
            """
            using TierPolicy;

            [TierPolicy<FourNodes>(Reclaim = ReclaimMode.Migrate)]
            [Demote("Dram0", "Cxl\u0030, Cxll1")]
            [Promote("Slow", "Fast")]
            public readonly partial struct P;
            """).Analyze();

        Diagnostic diagnostic = Assert.Single(diagnostics, one => one.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("TP0020", "Cxll1"), (diagnostic.Id, TextAt(diagnostic)));
    }

    [Fact]
    public async Task A_pragma_silences_a_mistake_in_an_attribute()
    {
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes).WithCSharp(
            """
            using TierPolicy;

            #pragma warning disable TP0207 // pages stay below on purpose
            [TierPolicy<FourNodes>(Reclaim = ReclaimMode.Migrate)]
            [Demote("*")]
            public readonly partial struct P;
            #pragma warning restore TP0207

            [TierPolicy<FourNodes>(Reclaim = ReclaimMode.Migrate)]
            [Demote("*")]
            public readonly partial struct Q;
            """);

        Diagnostic diagnostic = Assert.Single(await project.Analyze(), one => one.Severity == DiagnosticSeverity.Warning);
        Assert.Equal("TP0207", diagnostic.Id);
        Assert.Contains("'Q'", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_pragma_silences_an_error()
    {
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes).WithCSharp(
            """
            using TierPolicy;

            #pragma warning disable TP0020
            [TierPolicy<FourNodes>]
            [Keep("Dramm0")]
            public readonly partial struct P;
            """);

        Assert.Equal("TP0020", Assert.Single(await project.Analyze(), one => one.Severity == DiagnosticSeverity.Error && !one.IsSuppressed).Id);
    }

    [Theory]
    [InlineData("TP0020", ReportDiagnostic.Suppress, 1)]
    [InlineData("TP0020", ReportDiagnostic.Info, 1)]
    [InlineData("TP0207", ReportDiagnostic.Suppress, 0)]
    public void A_global_configuration_sets_the_severity_of_all_but_errors(string id, ReportDiagnostic severity, int left)
    {
        string mistake = id == "TP0020" ? "keep Dramm0;" : "reclaim migrate;";
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes + "policy P on FourNodes { " + mistake + " }");
        CSharpCompilation compilation = project.Compile();
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new(id, severity)]));

        project.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out _, out ImmutableArray<Diagnostic> diagnostics);

        Assert.Equal(left, diagnostics.Count(one => one.Id == id && one.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData("public readonly struct {0};", "it is not partial")]
    [InlineData("public partial struct {0};", "it is not readonly")]
    [InlineData("public readonly partial record struct {0};", "it is no plain struct")]
    [InlineData("public readonly partial struct {0}<T>;", "it is generic")]
    [InlineData("public readonly ref partial struct {0};", "it is a ref struct")]
    [InlineData("file readonly partial struct {0};", "it is local to its file")]
    public async Task A_struct_of_the_wrong_shape_is_reported_and_left_alone(string declaration, string reason)
    {
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes)
            .WithCSharp("[TierPolicy.TierPolicy<FourNodes>] " + string.Format(null, declaration, "Wrong"));

        Diagnostic diagnostic = Assert.Single(await project.Analyze());
        Assert.Equal(("TP0401", "Wrong"), (diagnostic.Id, TextAt(diagnostic)));
        Assert.EndsWith(reason, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(["FourNodes.g.cs"], project.Generate().Sources.Select(source => source.HintName));
    }

    [Fact]
    public async Task Mistakes_that_only_attributes_can_have()
    {
        ImmutableArray<Diagnostic> diagnostics = await PolicyProject.OfCSharp(
            """
            using TierPolicy;

            [TierTopology]
            [DistanceRow(nameof(A), 10, 20)]
            public enum Nodes
            {
                [Tier("One"), Node(NodeKind.Dram, "1GiB", HasCpus = true)] A,
                [Tier("Two"), Node(NodeKind.Cxl, "1GiB")] B = 7,
                [Tier("One"), Node(NodeKind.Cxl, "1GiB")] C = 2,
                None,
            }

            [TierPolicy<Nodes>]
            public readonly partial struct P
            {
                [Keep] private bool NotStatic(in PageInfo page) => true;
            }

            [Keep]
            public readonly partial struct P
            {
                [Discard] private static bool Elsewhere(in PageInfo page) => true;
            }

            [TierPolicy<Nodes>]
            [TierPolicy("Nodes")]
            public readonly partial struct Two;

            [Keep]
            public readonly partial struct Stray;
            """).Analyze();

        Assert.Equal(
            [
                ("TP0107", "DistanceRow(nameof(A), 10, 20)"),
                ("TP0404", "B"),
                ("TP0405", "One"),
                ("TP0403", "None"),
                ("TP0406", "NotStatic"),
                ("TP0402", "Keep"),
                ("TP0402", "Discard"),
                ("TP0407", "Two"),
                ("TP0408", "Keep"),
            ],
            diagnostics.Select(diagnostic => (diagnostic.Id, TextAt(diagnostic))));
    }

    [Fact]
    public async Task A_public_policy_may_stand_on_an_internal_topology()
    {
        // The struct says nothing of the enum, so that C# has nothing against it either.
        await PolicyProject.OfPolicy("internal topology T { node A : dram { capacity 1GiB; } } policy P on T { }").Build();
        await PolicyProject.OfCSharp(
            """
            using TierPolicy;

            [TierTopology]
            internal enum T
            {
                [Node(NodeKind.Dram, "1GiB")] A,
            }

            /// <summary>Public.</summary>
            [TierPolicy<T>]
            public readonly partial struct P;
            """).Build();
    }

    [Fact]
    public void A_file_that_is_no_policy_item_is_left_alone()
    {
        PolicyProject project = new() { Policies = [new PolicyText("other.tierpolicy", "topology T { node A : dram { capacity 1GiB; } }") { IsPolicyItem = false }] };

        Assert.Empty(project.Generate().Sources);
    }

    private static string TextAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
