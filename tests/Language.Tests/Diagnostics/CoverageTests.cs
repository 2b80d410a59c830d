using System.Reflection;
using Xunit.Sdk;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>No mistake gets into the catalogue without a test of its id, message and span.</summary>
public class CoverageTests
{
    [Fact]
    public void Each_diagnostic_of_files_has_such_a_test()
    {
        // The tests say themselves what they assert: they are run here, for what they say.
        foreach (MethodInfo test in Tests())
        {
            DataAttribute[] data = [.. test.GetCustomAttributes<DataAttribute>()];
            foreach (object?[] arguments in data.Length == 0 ? [[]] : data.SelectMany(one => one.GetData(test)))
            {
                test.Invoke(Activator.CreateInstance(test.DeclaringType!), arguments);
            }
        }

        Assert.Empty(CatalogueTests.OfFiles.Except(Marked.AssertedIds));
    }

    private static IEnumerable<MethodInfo> Tests() => typeof(CoverageTests).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(CoverageTests).Namespace && type.Name.EndsWith("DiagnosticsTests", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(FactAttribute)));
}
