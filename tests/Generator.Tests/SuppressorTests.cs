using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

public sealed class SuppressorTests
{
    [Fact]
    public async Task A_policy_struct_need_not_override_equals()
    {
        Generated generated = PolicyProject.OfPolicy(Samples.FourNodes)
            .WithCSharp("[TierPolicy.TierPolicy<FourNodes>] public readonly partial struct Policy; public readonly struct Other;")
            .Generate();
        CompilationWithAnalyzers compilation = generated.Compilation.WithAnalyzers(
            [new OverrideEquals(), new PolicyStructSuppressor()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));

        ImmutableArray<Diagnostic> diagnostics = await compilation.GetAnalyzerDiagnosticsAsync();

        Assert.Equal([("Other", false), ("Policy", true)], diagnostics.Select(diagnostic => (diagnostic.GetMessage(null), diagnostic.IsSuppressed)).Order());
    }

    /// <summary>Stands in for the analyzer of the SDK.</summary>
#pragma warning disable RS1001, RS1029, RS1036, RS1038, RS2008 // It is not for anyone to install.
    private sealed class OverrideEquals : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("CA1815", "Override equals", "{0}", "Performance", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Struct } type)
                    {
                        symbol.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name));
                    }
                },
                SymbolKind.NamedType);
        }
    }
#pragma warning restore RS1001, RS1029, RS1036, RS1038, RS2008
}
