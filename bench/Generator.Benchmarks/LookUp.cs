using Microsoft.CodeAnalysis;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>
/// Asks Roslyn for the types with our attributes, and makes nothing of them: what the question alone costs, below which no generator of
/// this kind can be.
/// </summary>
#pragma warning disable RS1038, RS1041, RS1042, RS1036 // It is not for anyone to install.
internal sealed class LookUp : IIncrementalGenerator
#pragma warning restore RS1038, RS1041, RS1042, RS1036
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string attribute in (string[])["TierPolicy.TierTopologyAttribute", "TierPolicy.TierPolicyAttribute`1"])
        {
            context.RegisterSourceOutput(
                context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (found, _) => found.TargetSymbol.Name),
                static (_, _) => { });
        }
    }
}
