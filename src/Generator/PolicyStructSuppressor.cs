using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Attributes;

namespace TierPolicy.Generator;

/// <summary>Takes back what other analyzers say of value types in general and what means nothing for a policy, which has no value.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PolicyStructSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor OverrideEquals = new(
        "TPS0001", "CA1815", "A policy struct has no fields: any two of its values are one.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [OverrideEquals];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan) is { } node
                && context.GetSemanticModel(tree).GetDeclaredSymbol(node, context.CancellationToken) is INamedTypeSymbol type
                && type.GetAttributes().Any(IsPolicy))
            {
                context.ReportSuppression(Suppression.Create(OverrideEquals, diagnostic));
            }
        }
    }

    private static bool IsPolicy(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "TierPolicyAttribute", ContainingNamespace: { Name: AttributeNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } };
}
