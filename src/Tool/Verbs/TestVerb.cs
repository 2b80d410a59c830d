using System.CommandLine;
using TierPolicy.Language.Model;
using TierPolicy.Simulation;
using TierPolicy.Tool.Predicates;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Simulating;
using TierPolicy.Tool.Sources;
using TierPolicy.Tool.Testing;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>test [FILE…]</c>: runs every <c>expect trace</c>.</summary>
internal static class TestVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Policy files, or folders of them; without any, the folder that this is called in.",
            DefaultValueFactory = static _ => ["."],
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> name = CommonOptions.Policy();
        Option<string[]> reference = new(PredicateLibrary.Option) { Description = "An assembly with the C# predicates of the policies; without one they never hold.", DefaultValueFactory = static _ => [] };
        Option<string?> junit = new("--junit") { Description = "Write JUnit XML to this file as well, for CI." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("test", "Runs the traces that policies are tested on ('expect trace').") { files, name, reference, junit, json };
        command.SetAction(arguments => SoundProject.Use(terminal, arguments.GetRequiredValue(files), arguments.GetValue(json), project =>
        {
            bool asJson = arguments.GetValue(json);
            TraceTestPrinter? printer = asJson ? null : new TraceTestPrinter(terminal);
            List<TraceTestResult> results = [];
            foreach (TraceTestResult result in Run(terminal, project, project.Select(arguments.GetValue(name)), PredicateLibrary.Existing(arguments.GetValue(reference)!), asJson))
            {
                results.Add(result);
                printer?.Print(result);
            }

            printer?.PrintSum(results, project.Files.Count);
            if (asJson)
            {
                Json.Write(terminal.Out, new ReportJson([.. results.Select(TestJson.Of)], results.Count(static result => result.Passed), results.Count(static result => !result.Passed)));
            }

            if (arguments.GetValue(junit) is { } path)
            {
                JUnitReport.Write(path, results);
            }

            return results.TrueForAll(static result => result.Passed) ? ExitCode.Fine : ExitCode.PolicyHasErrors;
        }));
        return command;
    }

    private static IEnumerable<TraceTestResult> Run(Terminal terminal, PolicyProject project, IReadOnlyList<Policy> policies, IReadOnlyList<string> references, bool asJson)
    {
        IReadOnlyList<TraceTest> tests = TraceTest.Of(project, policies);
        if (tests.Count == 0)
        {
            yield break;
        }

        using CompiledPolicies compiled = new PolicyCompiler(references).Compile(project.Sources, project.Binding.Policies.ToArray());
        foreach (TraceTest test in tests)
        {
            yield return test.Run((policy, trace) => RunView.Show(terminal, asJson, policy, progress => Simulator.Run(compiled.TypeOf(policy), [trace], new SimulationSettings(), progress)));
        }
    }

    private sealed record ReportJson(IReadOnlyList<TestJson> Tests, int Passed, int Failed);

    private sealed record TestJson(string Policy, string File, int Line, string Trace, bool Passed, string? Error, IReadOnlyList<MetricAnswer> Metrics)
    {
        public static TestJson Of(TraceTestResult result) => new(result.Test.Policy.Name, result.Test.File, result.Test.Line, result.Test.Trace, result.Passed, result.Error, result.Metrics);
    }
}
