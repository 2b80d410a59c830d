using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Analysis;
using TierPolicy.Generator.Diagnostics;

namespace TierPolicy.Generator;

/// <summary>
/// Reports what is wrong in attributed C#. The generator does not: only what an analyzer reports has a place in a syntax
/// tree, so that <c>#pragma warning</c> silences it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AttributedPolicyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.OfPolicies;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            AttributedTypeAnalysis analysis = new(start.Compilation, start.Options);
            start.RegisterSymbolAction(analysis.Analyze, SymbolKind.NamedType);
        });
    }
}
