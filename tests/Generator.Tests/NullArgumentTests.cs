using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Null where an attribute wants a text is a mistake like an empty text, and breaks nothing else.</summary>
public sealed class NullArgumentTests
{
    [Theory]
    [InlineData("Domain(null!)")]
    [InlineData("Assert(null!)")]
    [InlineData("Expect(null!)")]
    public async Task It_is_reported_and_what_is_emitted_compiles(string attribute)
    {
        PolicyProject project = PolicyProject.OfCSharp(
            $$"""
            using TierPolicy;
            namespace Acme;

            [TierTopology]
            public enum Machine
            {
                [Node(NodeKind.Dram, "1GiB", HasCpus = true)] Dram,
            }

            [TierPolicy<Machine>]
            [{{attribute}}]
            public readonly partial struct Cache;
            """);

        Assert.Contains(await project.Analyze(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("TP", StringComparison.Ordinal));
        project.Generate().AssertOutputCompiles();
    }
}
