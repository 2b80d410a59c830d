using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>What an edit costs: every step that runs anew, and why.</summary>
public sealed class IncrementalityTests
{
    private const string First = "First.tierpolicy";
    private const string Second = "Second.tierpolicy";

    private static readonly PolicyProject Project = PolicyProject
        .OfPolicy(
            "namespace Acme;\n" + Samples.FourNodes + "\npolicy One on FourNodes\n{\n    reclaim migrate;\n    keep when page.tag == 1;\n    demote *;\n    promote Slow -> Fast;\n}\n",
            First)
        .WithPolicy("namespace Acme;\npolicy Two on FourNodes { reclaim migrate; demote *; promote Slow -> Fast; }", Second)
        .WithCSharp(Samples.Attributed, "Search.cs")
        .WithCSharp("[TierPolicy.TierPolicy(\"FourNodes\")] public readonly partial struct Named;", "Named.cs")
        .WithCSharp("class Other { int Method(int one) => one; }", "Other.cs");

    /// <summary>
    /// The reasons of a step's outputs: C as nothing that it depends on changed, U as what came out is equal to what was there, M and N as it is
    /// changed or new, R as it went. First.tierpolicy has the topology FourNodes and the policy One, Second.tierpolicy the policy Two; in C# there
    /// are TwoSocket with SearchCache on it, and Named on FourNodes.
    /// </summary>
    private const string Expected =
        """
                                        | Item | File | Syntax | Attributed | Declarations | Names | Topologies | Resolved | Bound | Diagnostic | Output | Emitted | Source
        nothing                         | CC   | CC   | CC     | CCC        | CCCCC        | C     | C          | CCCC     | CCCC  | CCCC       | CCCCC  | CCCCC   | CCCCC
        statement in C#                 | CC   | CC   | CC     | CCC        | CCCCC        | C     | C          | CCCC     | CCCC  | CCCC       | CCCCC  | CCCCC   | CCCCC
        member in C#                    | CC   | CC   | CC     | UUU        | CCCCC        | C     | C          | CCCC     | CCCC  | CCCC       | CCCCC  | CCCCC   | CCCCC
        comment after the policy        | CM   | CM   | CU     | CCC        | CCCCC        | C     | C          | CCCC     | CCCC  | UUUU       | CCCCC  | CCCCC   | CCCCC
        comment beside a rule           | CM   | CM   | CM     | CCC        | CCCCM        | C     | C          | CCCM     | CCCM  | UUUU       | CCCMU  | CCCCU   | CCCCC
        comment on a line before a rule | CM   | CM   | CM     | CCC        | CCCCM        | C     | C          | CCCM     | CCCM  | UUUU       | CCCMU  | CCCCM   | MUUUU
        number in a policy              | CM   | CM   | CM     | CCC        | CCCCM        | C     | C          | CCCM     | CCCM  | UUUU       | CCCMU  | CCCCM   | MUUUU
        number in a topology            | CM   | CM   | CM     | CCC        | CCCCM        | C     | M          | MMMU     | CMMM  | UUUU       | CMMMM  | CMMMM   | MMMMU
        node added                      | CM   | CM   | CM     | CCC        | CCCCM        | U     | M          | MMMU     | CMMM  | MMMMN      | CMMMM  | CMMMM   | MMMMU
        enum in C# changed              | CC   | CC   | CC     | MUU        | CCCCM        | C     | M          | MUUU     | CCCM  | CCCC       | CCCCM  | CCCCM   | MUUUU
        one policy of two edited        | CM   | CM   | CM     | CCC        | CCCCM        | C     | C          | CCCM     | CCCM  | MNNUUU     | CCCCM  | CCCCM   | MUUUU
        mistake made                    | CM   | CM   | CM     | CCC        | CCCCM        | C     | C          | CCCM     | CCCM  | MUUU       | CCCCM  | CCCCM   | MUUUU
        policy file added               | CCN  | CCN  | CCN    | CCC        | CCCCCN       | M     | U          | NUUUU    | CCCCN | MMMMN      | CCCCCN | CCCCCN  | MMNUUU
        severity chosen                 | MU   | CM   | CM     | CCC        | CCCCM        | C     | C          | CCCM     | CCCM  | RUUU       | CCCCU  | CCCCC   | CCCCC
        """;

    private static readonly Dictionary<string, Func<Run, Run>> Edits = new()
    {
        ["nothing"] = run => run,
        ["statement in C#"] = run => run.EditCSharp("Other.cs", "(int one) => one", "(int two) => two + 1"),
        ["member in C#"] = run => run.EditCSharp("Other.cs", "int Method", "int _field; int Method"),
        ["comment after the policy"] = run => run.EditPolicy(First, "promote Slow -> Fast;\n}\n", "promote Slow -> Fast;\n}\n// the end\n"),
        ["comment beside a rule"] = run => run.EditPolicy(First, "demote *;", "demote *; // down"),
        ["comment on a line before a rule"] = run => run.EditPolicy(First, "    demote *;", "    // down\n    demote *;"),
        ["number in a policy"] = run => run.EditPolicy(First, "page.tag == 1", "page.tag == 2"),
        ["number in a topology"] = run => run.EditPolicy(First, "node Cxl1 : cxl { capacity 32GiB", "node Cxl1 : cxl { capacity 64GiB"),
        ["node added"] = run => run.EditPolicy(First, "numa 3; }", "numa 3; } node Cxl2 : cxl { capacity 32GiB; }"),
        ["enum in C# changed"] = run => run.EditCSharp("Search.cs", "\"32GiB\", Numa = 2", "\"64GiB\", Numa = 2"),
        ["one policy of two edited"] = run => run.EditPolicy(Second, "demote *;", "discard when page.dirty; demote *;"),
        ["mistake made"] = run => run.EditPolicy(Second, "demote *;", "demote Dramm0;"),
        ["policy file added"] = run => run.Add(new PolicyText("Between.tierpolicy", "namespace Acme; policy Three on FourNodes { }")),
        ["severity chosen"] = run => run.With(ItemGroups.WithSeverity("TP0219", "none", Second)),
    };

    public static TheoryData<string> Rows => [.. Edits.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_edit_costs_what_the_table_says(string edit)
    {
        Run first = Run.Of(Project);
        Run second = Edits[edit](first).Again();

        string[] lines = Expected.Split('\n');
        string[] steps = Cells(lines[0]);
        string actual = string.Join(" | ", steps.Select(second.ReasonsOf));

        Assert.Equal(string.Join(" | ", Cells(lines.Single(line => line.StartsWith(edit + " ", StringComparison.Ordinal)))), actual);
        Assert.Empty(typeof(TrackingNames).GetFields().Select(field => field.Name).Except(steps));

        static string[] Cells(string line) => [.. line.Split('|').Skip(1).Select(cell => cell.Trim())];
    }

    [Theory]
    [InlineData("nothing", 5, 5)]
    [InlineData("statement in C#", 5, 5)]
    [InlineData("member in C#", 5, 5)]
    [InlineData("comment beside a rule", 5, 5)]
    [InlineData("number in a policy", 5, 4)]
    [InlineData("one policy of two edited", 5, 4)]
    [InlineData("policy file added", 6, 5)]
    public void A_text_that_says_the_same_is_the_same(string edit, int texts, int same)
    {
        Run first = Run.Of(Project);
        HashSet<SourceText> before = new(first.Result.GeneratedSources.Select(source => source.SourceText), ReferenceEqualityComparer.Instance);

        ImmutableArray<GeneratedSourceResult> after = Edits[edit](first).Again().Result.GeneratedSources;

        Assert.Equal((texts, same), (after.Length, after.Count(source => before.Contains(source.SourceText))));
    }

    [Fact]
    public void A_file_that_is_twice_among_the_items_is_there_once()
    {
        PolicyText text = Project.Policies[0];
        GeneratorRunResult result = Run.Of(Project with { Policies = [.. Project.Policies, new PolicyText(text.Path, text.GetText().ToString())] }).Result;

        Assert.Null(result.Exception);
        Assert.Equal(5, result.GeneratedSources.Length);
        Assert.Equal(Run.Of(Project).Result.Diagnostics.Select(diagnostic => diagnostic.ToString()), result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Equal_sources_give_equal_models()
    {
        object[] first = Models(Run.Of(Project));
        object[] second = Models(Run.Of(Project));

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(model => model.GetHashCode()), second.Select(model => model.GetHashCode()));
    }

    [Fact]
    public void No_model_holds_a_symbol_a_node_or_a_compilation()
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (object model in Models(Run.Of(Project)))
        {
            Walk(model, seen, model.GetType().Name);
        }

        Assert.True(seen.Count > 100, $"only {seen.Count} objects were looked at");
    }

    private static void Walk(object? value, HashSet<object> seen, string path)
    {
        if (value is null or string or SourceText or Pointer or Type || value.GetType().IsPrimitive || value.GetType().IsEnum || (!value.GetType().IsValueType && !seen.Add(value)))
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

    private static object[] Models(Run run) =>
        [.. run.Result.TrackedSteps.OrderBy(step => step.Key, StringComparer.Ordinal).Where(step => step.Key != TrackingNames.Item && IsOurs(step.Key)).SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Value)];

    private static bool IsOurs(string step) => typeof(TrackingNames).GetField(step) is not null;

    /// <summary>A run of the generator, and what it was run on.</summary>
    private sealed record Run(GeneratorDriver Driver, CSharpCompilation Compilation, PolicyProject Project)
    {
        public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

        public static Run Of(PolicyProject project) => new Run(project.CreateDriver(), project.Compile(), project).Again();

        public Run Again() => this with { Driver = Driver.RunGenerators(Compilation) };

        public Run EditCSharp(string path, string old, string @new)
        {
            SyntaxTree tree = Compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
            return this with { Compilation = Compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(Replace(tree.ToString(), old, @new), PolicyProject.Preview, path)) };
        }

        public Run EditPolicy(string path, string old, string @new)
        {
            PolicyText policy = Project.Policies.Single(policy => policy.Path == path);
            return this with { Driver = Driver.ReplaceAdditionalText(policy, new PolicyText(path, Replace(policy.GetText().ToString(), old, @new))) };
        }

        public Run Add(PolicyText policy) => this with { Driver = Driver.AddAdditionalTexts([policy]) };

        public Run With(ItemGroups options) => this with { Driver = Driver.WithUpdatedAnalyzerConfigOptions(options) };

        /// <summary>A letter an output, whatever their order.</summary>
        public string ReasonsOf(string step) => Result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> runs)
            ? string.Concat(runs.SelectMany(run => run.Outputs).Select(output => output.Reason.ToString()[0]).Order())
            : "";

        private static string Replace(string text, string old, string @new)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            return text.Replace(old, @new, StringComparison.Ordinal);
        }
    }
}
