using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Generator.Attributes;
using TierPolicy.Generator.Files;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator;

/// <summary>
/// Compiles policies. In the first phase every <c>.tierpolicy</c> file, and every attributed type, is read alone; in the second they are
/// bound together and each topology and policy becomes a file of C#. All that passes between steps is compared by value.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TierPolicyGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<PolicyFile> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => PolicyFile.IsPolicy(pair.Left, pair.Right))
            .Select(static (pair, _) => pair.Left)
            .Select(PolicyFile.Parse)
            .WithTrackingName(TrackingNames.File);

        IncrementalValuesProvider<SyntaxFile> topologies = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeNames.Topology, static (node, _) => node is EnumDeclarationSyntax, AttributedTypes.ReadTopology)
            .WithTrackingName(TrackingNames.AttributedTopology);

        IncrementalValuesProvider<SyntaxFile> policies = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeNames.Policy, static (node, _) => node is TypeDeclarationSyntax, AttributedTypes.ReadPolicy)
            .WithTrackingName(TrackingNames.AttributedPolicy);

        IncrementalValuesProvider<SyntaxFile> namedPolicies = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeNames.NamedPolicy, static (node, _) => node is TypeDeclarationSyntax, AttributedTypes.ReadPolicy)
            .WithTrackingName(TrackingNames.NamedAttributedPolicy);

        IncrementalValueProvider<Project> project = files.Collect()
            .Combine(topologies.Collect())
            .Combine(policies.Collect())
            .Combine(namedPolicies.Collect())
            .Select(static (all, cancellation) => Project.Bind(all.Left.Left.Left, [.. all.Left.Left.Right, .. all.Left.Right, .. all.Right], cancellation))
            .WithTrackingName(TrackingNames.Project);

        context.RegisterSourceOutput(
            project.SelectMany(static (project, _) => project.Diagnostics).WithTrackingName(TrackingNames.Diagnostic),
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToRoslyn()));

        context.RegisterSourceOutput(
            project.SelectMany(static (project, _) => project.Topologies).WithTrackingName(TrackingNames.Topology),
            static (output, topology) => output.AddSource(topology.HintName, topology.Emit(output.CancellationToken)));

        context.RegisterSourceOutput(
            project.SelectMany(static (project, _) => project.Policies).WithTrackingName(TrackingNames.Policy),
            static (output, policy) => output.AddSource(policy.HintName, policy.Emit(output.CancellationToken)));

        context.RegisterSourceOutput(
            project.SelectMany(static (project, _) => project.Fallbacks).WithTrackingName(TrackingNames.Fallback),
            static (output, fallback) => output.AddSource(fallback.HintName, fallback.Emit(output.CancellationToken)));
    }
}
