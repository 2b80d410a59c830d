using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Edits that change nothing cost nothing.</summary>
public sealed class IncrementalityTests
{
    private static readonly PolicyProject Project = PolicyProject
        .OfPolicy("namespace Acme;\n" + Samples.FourNodes + "policy OfFile on FourNodes { reclaim migrate; demote *; promote Slow -> Fast; }")
        .WithCSharp(Samples.Attributed, "Search.cs")
        .WithCSharp("[TierPolicy.TierPolicy(\"FourNodes\")] public readonly partial struct Named;", "Named.cs")
        .WithCSharp("class Other { }", "Other.cs");

    [Fact]
    public void The_steps_have_the_names_that_are_tracked()
    {
        ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> steps = StepsOf(Project.CreateDriver().RunGenerators(Project.Compile()));

        string[] names = [.. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.Equal(9, names.Length);
        Assert.Empty(names.Except([.. steps.Keys, TrackingNames.Diagnostic, TrackingNames.Fallback]));
    }

    [Fact]
    public void An_unrelated_edit_makes_no_output_anew()
    {
        CSharpCompilation compilation = Project.Compile();
        GeneratorDriver driver = Project.CreateDriver().RunGenerators(compilation);
        GeneratorDriver again = driver.RunGenerators(Edit(compilation, "Other.cs", "class Other { int _field; }"));

        AssertReasons(again, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
        AssertSameTexts(driver, again);
    }

    [Fact]
    public void A_run_without_an_edit_is_cached_throughout()
    {
        CSharpCompilation compilation = Project.Compile();
        GeneratorDriver driver = Project.CreateDriver().RunGenerators(compilation);

        AssertReasons(driver.RunGenerators(compilation), IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void An_edit_of_one_policy_makes_its_output_alone_anew()
    {
        CSharpCompilation compilation = Project.Compile();
        GeneratorDriver driver = Project.CreateDriver().RunGenerators(compilation);
        PolicyText policy = Project.Policies[0];
        PolicyText edited = new(policy.Path, policy.GetText().ToString().Replace("promote Slow", "discard * when page.tag == 3; promote Slow", StringComparison.Ordinal));

        GeneratorDriver again = driver.ReplaceAdditionalText(policy, edited).RunGenerators(compilation);

        (string, IncrementalStepRunReason)[] reasons = [.. StepsOf(again)[TrackingNames.Policy].SelectMany(step => step.Outputs).Select(output => (((Emission.PolicyOutput)output.Value).Policy.Name, output.Reason))];
        Assert.Equal(
            [("OfFile", IncrementalStepRunReason.Modified), ("Named", IncrementalStepRunReason.Unchanged), ("SearchCache", IncrementalStepRunReason.Unchanged)],
            reasons);
        Assert.All(StepsOf(again)[TrackingNames.Topology].SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Unchanged, output.Reason));
    }

    [Fact]
    public void Equal_sources_give_equal_models()
    {
        object[] first = Models(Project.CreateDriver().RunGenerators(Project.Compile()));
        object[] second = Models(Project.CreateDriver().RunGenerators(Project.Compile()));

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(model => model.GetHashCode()), second.Select(model => model.GetHashCode()));
    }

    [Fact]
    public void No_model_holds_a_symbol_a_node_or_a_compilation()
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (object model in Models(Project.CreateDriver().RunGenerators(Project.Compile())))
        {
            Walk(model, seen, model.GetType().Name);
        }

        Assert.True(seen.Count > 100, $"only {seen.Count} objects were looked at");
    }

    private static void Walk(object? value, HashSet<object> seen, string path)
    {
        if (value is null or string or Pointer or Type || value.GetType().IsPrimitive || value.GetType().IsEnum || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxToken or SyntaxTree or SyntaxReference or Compilation or SemanticModel or Location or AttributeData or AdditionalText or Delegate, $"{path} is a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, seen, path + "[]");
            }
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer)
                {
                    Walk(field.GetValue(value), seen, $"{path}.{field.Name}");
                }
            }
        }
    }

    private static object[] Models(GeneratorDriver driver) =>
        [.. StepsOf(driver).OrderBy(step => step.Key, StringComparer.Ordinal).Where(step => typeof(TrackingNames).GetField(step.Key) is not null).SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Value)];

    private static ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> StepsOf(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedSteps;

    private static CSharpCompilation Edit(CSharpCompilation compilation, string path, string text)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, PolicyProject.Preview, path));
    }

    private static void AssertReasons(GeneratorDriver driver, params IncrementalStepRunReason[] allowed)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.NotEmpty(result.TrackedOutputSteps);
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).Concat(result.TrackedSteps.Where(step => typeof(TrackingNames).GetField(step.Key) is not null).SelectMany(step => step.Value)).SelectMany(step => step.Outputs),
            output => Assert.Contains(output.Reason, allowed));
    }

    private static void AssertSameTexts(GeneratorDriver before, GeneratorDriver after)
    {
        GeneratedSourceResult[] first = [.. before.GetRunResult().Results.Single().GeneratedSources];
        GeneratedSourceResult[] second = [.. after.GetRunResult().Results.Single().GeneratedSources];
        Assert.Equal(first.Length, second.Length);
        Assert.All(first.Zip(second), pair => Assert.Same(pair.First.SourceText, pair.Second.SourceText));
    }
}
