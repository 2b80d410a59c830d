using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace TierPolicy.Tool.Testing;

/// <summary>
/// Tests as JUnit's XML, as CI servers read it: a suite a policy file, a case an <c>expect trace</c>, a failure where something does not hold, an error where the trace could not be run. There is no
/// specification of it; this is what Jenkins' and GitLab's readers have in common.
/// </summary>
internal static class JUnitReport
{
    /// <summary>Writes the file.</summary>
    public static void Write(string path, IReadOnlyList<TraceTestResult> results)
    {
        XElement report = new(
            "testsuites",
            Sums(results),
            results.GroupBy(static result => result.Test.File).Select(static suite => new XElement("testsuite", new XAttribute("name", suite.Key), Sums([.. suite]), suite.Select(CaseOf))));
        using XmlWriter writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = false });
        report.Save(writer);
    }

    private static XElement CaseOf(TraceTestResult result)
    {
        TraceTest test = result.Test;
        string className = test.Policy.Namespace.Length == 0 ? test.Policy.Name : $"{test.Policy.Namespace}.{test.Policy.Name}";
        return new XElement(
            "testcase",
            new XAttribute("classname", className),
            new XAttribute("name", $"expect trace {test.Trace} (line {test.Line})"),
            new XAttribute("file", test.File),
            new XAttribute("line", test.Line),
            Time([result]),
            result.Error is not null ? new XElement("error", new XAttribute("message", result.Error)) : null,
            result.Error is null && !result.Passed
                ? new XElement("failure", new XAttribute("message", string.Join("; ", result.Metrics.Where(static metric => !metric.Holds).Select(Told))), string.Join('\n', result.Metrics.Select(static metric => $"{(metric.Holds ? "ok" : "not")} {Told(metric)}")))
                : null);
    }

    private static string Told(MetricAnswer metric) => $"{metric.Asked}: {metric.Measured}";

    private static XAttribute[] Sums(IReadOnlyList<TraceTestResult> results) =>
    [
        new("tests", results.Count),
        new("failures", results.Count(static result => result.Error is null && !result.Passed)),
        new("errors", results.Count(static result => result.Error is not null)),
        Time(results),
    ];

    private static XAttribute Time(IReadOnlyList<TraceTestResult> results) => new("time", results.Sum(static result => result.Seconds).ToString("0.000", CultureInfo.InvariantCulture));
}
