using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Attributes are not bound anew where nothing can have changed in them. Where something has, in whatever file, that must be seen.</summary>
public sealed class SurroundingsTests
{
    private const string Policy =
        """
        using TierPolicy;

        namespace Acme
        {
            [TierPolicy<Machine>(Reclaim = Words.Modes)]
            [Keep(When = Words.Hot)]
            public readonly partial struct Cache
            {
                [Discard] private static bool IsCold(in PageInfo page) => page.Tag == 7;
            }
        }
        """;

    private const string Surroundings =
        """
        using TierPolicy;

        namespace Acme
        {
            [TierTopology]
            public enum Machine
            {
                [Node(NodeKind.Dram, "8GiB")] Dram,
                [Node(NodeKind.Cxl, "32GiB")] Cxl,
            }

            internal static class Words
            {
                public const ReclaimMode Modes = ReclaimMode.Zone | ReclaimMode.Migrate;
                public const string Hot = "page.tag == " + Tag;
                private const string Tag = "1";

                private static string Describe(int number) => number + "!";
            }

            partial struct Cache
            {
            }

            namespace Inner
            {
                internal sealed class KeepAttribute(string when) : System.Attribute
                {
                    public string When => when;
                }
            }
        }
        """;

    private static readonly PolicyProject Project = PolicyProject.OfCSharp(Policy, "Policy.cs").WithCSharp(Surroundings, "Surroundings.cs");

    [Theory]
    [InlineData("Tag = \"1\"", "Tag = \"2\"", true)] // a constant of a constant
    [InlineData("| ReclaimMode.Migrate", "| ReclaimMode.Write", true)]
    [InlineData("Cxl,", "Cxl, [Node(NodeKind.Cxl, \"32GiB\")] Cxl1,", true)] // another topology
    [InlineData("enum Machine", "enum Engine", true)] // none
    [InlineData("namespace Inner", "namespace Words", true)] // another thing of that name
    [InlineData("namespace Inner", "class PageInfo { } namespace Inner", true)] // the predicate takes something else
    [InlineData("namespace Inner\n    {", "", true)] // another attribute of that name; one brace too many is at the end
    [InlineData("partial struct Cache", "ref partial struct Cache", true)]
    [InlineData("partial struct Cache", "[TierPolicy(\"Machine\")] partial struct Cache", true)]
    [InlineData("partial struct Cache", "[Discard] partial struct Cache", true)]
    [InlineData("using TierPolicy;", "global using KeepAttribute = TierPolicy.DiscardAttribute; using TierPolicy;", true)]
    [InlineData("number + \"!\"", "number + \"?\"", false)]
    [InlineData("int number) => number", "long text) => text", false)]
    public void What_is_edited_elsewhere_is_seen_where_it_matters(string old, string @new, bool matters)
    {
        CSharpCompilation compilation = Project.Compile();
        GeneratorDriver driver = Project.CreateDriver().RunGenerators(compilation);
        string before = Outputs(driver);
        Assert.DoesNotContain(" has errors.", before, StringComparison.Ordinal);

        SyntaxTree tree = compilation.SyntaxTrees[1];
        Assert.Contains(old, tree.ToString(), StringComparison.Ordinal);
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.ToString().Replace(old, @new, StringComparison.Ordinal), PolicyProject.Preview, tree.FilePath));
        GeneratorDriver after = driver.RunGenerators(edited);

        Assert.Equal(Outputs(Project.CreateDriver().RunGenerators(edited)), Outputs(after));
        ImmutableArray<IncrementalGeneratorRunStep> steps = after.GetRunResult().Results.Single().TrackedSteps[TrackingNames.Attributed];

        // The topology stands in the file that is edited, and is read anew in any case.
        Assert.Equal(matters, steps.SelectMany(step => step.Outputs).All(output => output.Reason != IncrementalStepRunReason.Cached));
    }

    [Fact]
    public void A_reference_that_goes_takes_the_policies_with_it()
    {
        CSharpCompilation compilation = Project.Compile();
        GeneratorDriver driver = Project.CreateDriver().RunGenerators(compilation);

        GeneratorDriver after = driver.RunGenerators((Project with { HasRuntime = false }).Compile().RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees));

        Assert.NotEqual("", Outputs(driver));
        Assert.Equal("", Outputs(after));
    }

    [Theory]
    [InlineData("using Own = TierPolicy.TierPolicyAttribute<Acme.Machine>;", "[Own]", "")]
    [InlineData("", "[Own]", "global using Own = TierPolicy.TierPolicyAttribute<Acme.Machine>;")]
    [InlineData("", "[TierPolicy.TierPolicyAttribute<Acme.Machine>]", "")]
    [InlineData("", "[global::TierPolicy.TierPolicy<global::Acme.Machine>()]", "")]
    [InlineData("namespace Acme.More; using T = TierPolicy;", "[T::TierPolicy<Machine>()]", "")]
    public void A_policy_is_found_by_whatever_name_its_attribute_has(string usings, string attribute, string otherFile)
    {
        PolicyProject project = PolicyProject
            .OfCSharp($"{usings}\n{attribute} public readonly partial struct Found;", "Found.cs")
            .WithCSharp(otherFile + "\n" + Surroundings, "Surroundings.cs");

        Assert.Contains("partial struct Found", Outputs(project.CreateDriver().RunGenerators(project.Compile())), StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_of_the_projects_own_is_not_ours()
    {
        PolicyProject project = PolicyProject.OfCSharp(
            """
            namespace Mine
            {
                class TierPolicyAttribute : System.Attribute;
                class TierTopologyAttribute : System.Attribute;
                [TierPolicy] readonly partial struct Policy;
                [TierTopology] enum Topology { One }
            }
            """);

        Assert.Equal("", Outputs(project.CreateDriver().RunGenerators(project.Compile())));
    }

    private static string Outputs(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.Select(source => source.SourceText.ToString()));
    }
}
