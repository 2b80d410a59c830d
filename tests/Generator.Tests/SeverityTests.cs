using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>A project chooses the severities of diagnostics in its policies.</summary>
public sealed class SeverityTests
{
    /// <summary>Pages go down and never come back: TP0207, a warning; what becomes of those below is TP0308 and TP0219, which are advice.</summary>
    private const string Stranded = "namespace Acme;\n" + Samples.FourNodes + "\npolicy Down on FourNodes { reclaim migrate; keep when page.tag == 1; demote *; }";

    [Theory]
    [InlineData("none", null)]
    [InlineData("silent", null)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("default", DiagnosticSeverity.Warning)]
    public void A_key_of_an_editorconfig_sets_a_severity(string value, DiagnosticSeverity? severity)
    {
        PolicyProject project = PolicyProject.OfPolicy(Stranded) with { Options = ItemGroups.WithSeverity("TP0207", value, "policy.tierpolicy") };

        Generated generated = project.Generate();

        Diagnostic? stranded = generated.Diagnostics.SingleOrDefault(diagnostic => diagnostic.Id == "TP0207");
        Assert.Equal(severity, stranded?.Severity);
        Assert.Equal(DiagnosticSeverity.Warning, stranded?.DefaultSeverity ?? DiagnosticSeverity.Warning);
        Assert.DoesNotContain("which has errors", generated.Source("Acme.Down.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_stays_an_error()
    {
        PolicyProject project = PolicyProject.OfPolicy("policy P on Nowhere { }") with { Options = ItemGroups.WithSeverity("TP0020", "none", "policy.tierpolicy") };

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(project.Generate().Diagnostics).Severity);
    }

    [Fact]
    public async Task The_compiler_goes_by_the_key_of_the_editorconfig()
    {
        Assert.Equal(["warning TP0207", "info TP0219", "info TP0308"], await CompilerProcess.Compile(Stranded));
        Assert.Equal(
            ["error TP0207", "warning TP0219"],
            await CompilerProcess.Compile(Stranded, (".editorconfig", "root = true\n[*.tierpolicy]\n" + Keys("tierpolicy_diagnostic"))));
    }

    [Fact]
    public async Task The_compiler_goes_by_the_key_of_a_globalconfig()
    {
        Assert.Equal(
            ["error TP0207", "warning TP0219"],
            await CompilerProcess.Compile(Stranded, (".globalconfig", "is_global = true\n" + Keys("dotnet_diagnostic"))));
    }

    private static string Keys(string prefix) => $"{prefix}.TP0207.severity = error\n{prefix}.TP0219.severity = warning\n{prefix}.TP0308.severity = none\n";
}
