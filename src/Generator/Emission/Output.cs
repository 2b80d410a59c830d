using TierPolicy.Language.Binding;
using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>Something that becomes a file of C#.</summary>
/// <param name="HintName">The file's name.</param>
internal abstract record Output(string HintName)
{
    public abstract string Write(CancellationToken cancellation);

    public Microsoft.CodeAnalysis.Text.SourceText Emit(CancellationToken cancellation) =>
        Microsoft.CodeAnalysis.Text.SourceText.From(Write(cancellation), System.Text.Encoding.UTF8);
}

internal sealed record TopologyOutput(string HintName, Topology Topology) : Output(HintName)
{
    public override string Write(CancellationToken cancellation) => TopologyEmitter.Emit(Topology);
}

internal sealed record PolicyOutput(string HintName, Policy Policy) : Output(HintName)
{
    public override string Write(CancellationToken cancellation) => PolicyEmitter.Emit(Policy, cancellation);
}

internal sealed record FallbackTopologyOutput(string HintName, FallbackTopology Topology) : Output(HintName)
{
    public override string Write(CancellationToken cancellation) => TopologyEmitter.Emit(Topology);
}

/// <param name="HintName">The file's name.</param>
/// <param name="Policy">What is left of the policy.</param>
/// <param name="Domains">The names of its domains, as far as they can be told.</param>
internal sealed record FallbackPolicyOutput(string HintName, FallbackPolicy Policy, EquatableArray<string> Domains) : Output(HintName)
{
    public override string Write(CancellationToken cancellation) => PolicyEmitter.Emit(Policy, Domains);
}
