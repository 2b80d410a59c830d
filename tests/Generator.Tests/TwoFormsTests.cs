using System.Runtime.CompilerServices;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>A policy in a file and the same one in attributed C# come to the same.</summary>
public sealed class TwoFormsTests
{
    [Fact]
    public async Task The_policy_of_the_language_page_is_the_same_in_both_forms()
    {
        Generated text = await PolicyProject.OfPolicy(Samples.Search).Build();
        Generated attributed = await PolicyProject.OfCSharp(Samples.Attributed).Build();

        AssertSame(text.Hooks("Acme.Search.SearchCache"), attributed.Hooks("Acme.Search.SearchCache"));
        Assert.Equal(CodeOf(text, "Acme.Search.SearchCache.g.cs"), CodeOf(attributed, "Acme.Search.SearchCache.g.cs"));
    }

    [Theory]
    [InlineData("DramOnly")]
    [InlineData("NoDemotion")]
    [InlineData("Demotion")]
    public async Task The_samples_are_the_same_in_both_forms(string policy)
    {
        Generated text = await PolicyProject.OfPolicy(ReadSample("Quickstart", "quickstart.tierpolicy")).Build();
        Generated attributed = await PolicyProject.OfCSharp(ReadSample("Attributed", "Policies.cs")).Build();

        AssertSame(text.Hooks($"TierPolicy.Samples.Quickstart.{policy}"), attributed.Hooks($"TierPolicy.Samples.Attributed.{policy}"));
        Assert.Equal(
            CodeOf(text, $"TierPolicy.Samples.Quickstart.{policy}.g.cs"),
            CodeOf(attributed, $"TierPolicy.Samples.Attributed.{policy}.g.cs").Replace("TierPolicy.Samples.Attributed", "TierPolicy.Samples.Quickstart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_in_CSharp_may_be_on_a_topology_of_a_file()
    {
        PolicyProject project = PolicyProject.OfPolicy("namespace Acme;\n" + Samples.FourNodes).WithCSharp(
            """
            using Acme;
            using TierPolicy;

            namespace Other;

            [TierPolicy<FourNodes>(Reclaim = ReclaimMode.Migrate)]
            [Demote("Fast", "Slow"), Promote("Slow", "Fast")]
            public readonly partial struct Generic;

            [TierPolicy("Acme.FourNodes", Reclaim = ReclaimMode.Migrate)]
            [Demote("Fast", "Slow"), Promote("Slow", "Fast")]
            public readonly partial struct Named;
            """);

        Generated generated = await project.Build();

        Assert.Equal(4, generated.Hooks("Other.Generic").Next.Length);
        AssertSame(generated.Hooks("Other.Generic"), generated.Hooks("Other.Named"));
    }

    [Fact]
    public async Task A_policy_of_a_file_may_be_on_a_topology_in_CSharp()
    {
        PolicyProject project = PolicyProject
            .OfPolicy("namespace Acme.Search;\npolicy OfFile on TwoSocket { reclaim migrate; demote *; promote Slow -> Fast; }")
            .WithCSharp(Samples.Attributed);

        Generated generated = await project.Build();

        Assert.Equal(generated.Hooks("Acme.Search.SearchCache").Next, generated.Hooks("Acme.Search.OfFile").Next);
    }

    [Fact]
    public async Task A_method_with_a_rule_attribute_is_a_rule_after_those_of_the_struct()
    {
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes).WithCSharp(
            """
            using System;
            using TierPolicy;

            [TierPolicy<FourNodes>(Reclaim = ReclaimMode.Migrate)]
            [Keep("Dram1")]
            [Promote("Slow", "Fast")]
            public readonly partial struct WithMethods
            {
                [Discard] private static bool ReadOnce(in PageInfo page) => page.Kind == PageKind.File && page.Age < TimeSpan.FromMilliseconds(50);

                [Demote("Dram0", "Cxl1", When = "page.tag == 3")] internal static bool IsBig(in PageInfo page) => page.Accesses > 3;
            }
            """);

        PolicyHooks hooks = (await project.Build()).Hooks("WithMethods");

        Assert.Equal(["keep Dram1", "discard when ReadOnce(page)", "demote Dram0 -> Cxl1 when IsBig(page) and (page.tag == 3)"], hooks.Description.ReclaimRules);
        Assert.Equal(1, Decide(new PageInfo { Kind = PageKind.File }).Rule);
        Assert.Equal(-1, Decide(new PageInfo { Accesses = 9 }).Rule);
        Assert.Equal(0b1000UL, Decide(new PageInfo { Accesses = 9, Tag = 3 }).Targets);

        ReclaimDecision Decide(PageInfo page) => hooks.Reclaim(page, hooks.ContextOf(page, 0, new long[4]));
    }

    private static void AssertSame(PolicyHooks expected, PolicyHooks actual)
    {
        Assert.Equal(expected.Next, actual.Next);
        Assert.Equal(expected.Preferred, actual.Preferred);
        Assert.Equal(expected.Fallback, actual.Fallback);
        Assert.Equal(expected.ByScore, actual.ByScore);
        Assert.Equal(expected.AllocationOrder, actual.AllocationOrder);
        Assert.Equal(expected.Description.Watermarks, actual.Description.Watermarks);
        Assert.Equal(expected.Description.Domains, actual.Description.Domains);
        Assert.Equal(expected.Description.Topology.Distances, actual.Description.Topology.Distances);
    }

    /// <summary>A generated struct but for its documentation, its accessibility, and the lines that say where it was written.</summary>
    private static string CodeOf(Generated generated, string hintName)
    {
        IEnumerable<string> lines = generated.Source(hintName).Split('\n')
            .Where(line => !line.StartsWith("///", StringComparison.Ordinal) && !line.StartsWith("#line", StringComparison.Ordinal) && !line.StartsWith("#pragma", StringComparison.Ordinal))
            .Select(line => line.StartsWith("public readonly", StringComparison.Ordinal) ? line["public ".Length..] : line);
        return string.Join('\n', lines);
    }

    private static string ReadSample(string sample, string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../samples", sample, file));
}
