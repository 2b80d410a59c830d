using Spectre.Console;
using TierPolicy.Tool.Reports;

namespace TierPolicy.Tool.Testing;

/// <summary>Shows tests to a person: what was measured against what was asked, a line each.</summary>
internal sealed class TraceTestPrinter(Terminal terminal)
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    public void Print(TraceTestResult result)
    {
        TraceTest test = result.Test;
        terminal.Lines.Write(new Text(result.Passed ? "passed" : "FAILED", result.Passed ? Good : Bad));
        terminal.Lines.WriteLine($" {test.Policy.Name} \"{test.Trace}\" ({test.File}:{test.Line})");
        if (result.Error is not null)
        {
            terminal.Lines.Write(new Text($"  {result.Error}\n"));
        }

        int width = result.Metrics.Select(static metric => metric.Asked.Length).DefaultIfEmpty(0).Max();
        foreach (MetricAnswer metric in result.Metrics)
        {
            terminal.Lines.Write(new Text(metric.Holds ? "  ok  " : "  not ", metric.Holds ? Good : Bad));
            terminal.Lines.Write(new Text($"{metric.Asked.PadRight(width)}  {metric.Measured}\n"));
        }
    }

    public void PrintSum(IReadOnlyList<TraceTestResult> results, int files)
    {
        int failed = results.Count(static result => !result.Passed);
        terminal.Out.WriteLine(results.Count == 0
            ? $"{Count.Of(files, "file")}: no policy has an 'expect trace'"
            : $"{Count.Of(results.Count, "test")}: {results.Count - failed} passed, {failed} failed");
    }
}
