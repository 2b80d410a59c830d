using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Simulation;
using TierPolicy.Tool.Sources;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Testing;

/// <summary>One <c>expect trace</c> of a policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Syntax">What it asks.</param>
internal sealed record TraceTest(Policy Policy, ExpectTraceSyntax Syntax)
{
    /// <summary>The trace as it is named.</summary>
    public string Trace => Syntax.File.Value;

    /// <summary>The policy's file.</summary>
    public string File => Syntax.Location.Path;

    /// <summary>The line in it, from 1.</summary>
    public int Line => Syntax.Location.Line + 1;

    /// <summary>The tests of some policies, in the order of the text.</summary>
    public static IReadOnlyList<TraceTest> Of(PolicyProject project, IReadOnlyList<Policy> policies) =>
    [
        .. from file in project.Files
           from declared in file.Declarations.OfType<PolicySyntax>()
           from policy in policies.Where(policy => policy.Name == declared.Name.Text && policy.Namespace == declared.Namespace)
           from expect in declared.Members.OfType<ExpectTraceSyntax>()
           select new TraceTest(policy, expect),
    ];

    /// <summary>Runs it.</summary>
    /// <param name="simulate">Runs the policy over the trace at a path.</param>
    public TraceTestResult Run(Func<Policy, string, SimulationResult> simulate)
    {
        try
        {
            // As paths in a project's files are: from the file, wherever the command is called.
            SimulationResult run = simulate(Policy, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File))!, Trace));
            return new TraceTestResult(this, [.. Syntax.Metrics.Select(metric => Answer(metric, run))], null, run.Seconds);
        }
        catch (Exception error) when (error is TraceFormatException or SimulationException or IOException or UnauthorizedAccessException)
        {
            return new TraceTestResult(this, [], error.Message, 0);
        }
    }

    private static MetricAnswer Answer(MetricSyntax asked, SimulationResult run)
    {
        string comparison = $"{asked.Metric.Text} {asked.Operator.Kind.Spell()} {asked.Value.Text}";
        TraceMetric? metric = TraceMetric.Find(asked.Metric.Text, run);
        return metric is null ? new MetricAnswer(comparison, false, $"there is no metric '{asked.Metric.Text}': there are {TraceMetric.Names}")
            : !metric.Takes(asked.Value) ? new MetricAnswer(comparison, false, $"'{metric.Name}' is compared with {metric.Kind}, not with '{asked.Value.Text}'")
            : new MetricAnswer(comparison, metric.Holds(run, asked.Operator.Kind, asked.Value), metric.Show(run, asked.Value));
    }
}

/// <summary>What came of a test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Metrics">The answers; none where it could not be run.</param>
/// <param name="Error">Why it could not be run; null: it could.</param>
/// <param name="Seconds">How long that took.</param>
internal sealed record TraceTestResult(TraceTest Test, IReadOnlyList<MetricAnswer> Metrics, string? Error, double Seconds)
{
    public bool Passed => Error is null && Metrics.All(static metric => metric.Holds);
}

/// <summary>What was measured, against what was asked.</summary>
/// <param name="Asked">As <c>store_reads &lt;= 12%</c>.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Measured">What was measured, or why nothing could be.</param>
internal sealed record MetricAnswer(string Asked, bool Holds, string Measured);
