using TierPolicy.Language.Binding;
using TierPolicy.Language.Model;

namespace TierPolicy.Generator.Emission;

/// <summary>Something that becomes a file of C#.</summary>
internal abstract record Output
{
    public abstract string Namespace { get; }

    public abstract string Name { get; }

    /// <summary>Writes the file's text.</summary>
    public abstract string Write(CancellationToken cancellation);

    public static EmittedFile Emit(Output output, CancellationToken cancellation) => new(output.Namespace, output.Name, output.Write(cancellation));

    /// <summary>One a declaration that becomes a file; the enum of a topology in C# is there already.</summary>
    public static IEnumerable<Output> Of(BindingResult result)
    {
        IEnumerable<Output> topologies = result.Topologies.Where(topology => !topology.IsDeclaredInCSharp).Select(topology => new TopologyOutput(topology));
        IEnumerable<Output> broken = result.BrokenTopologies.Where(topology => !topology.IsDeclaredInCSharp).Select(topology => new FallbackTopologyOutput(topology));
        return [.. topologies, .. broken, .. result.Policies.Select(policy => new PolicyOutput(policy)), .. result.BrokenPolicies.Select(policy => new FallbackPolicyOutput(policy))];
    }
}

internal sealed record TopologyOutput(Topology Topology) : Output
{
    public override string Namespace => Topology.Namespace;

    public override string Name => Topology.Name;

    public override string Write(CancellationToken cancellation) => TopologyEmitter.Emit(Topology, cancellation);
}

internal sealed record PolicyOutput(Policy Policy) : Output
{
    public override string Namespace => Policy.Namespace;

    public override string Name => Policy.Name;

    public override string Write(CancellationToken cancellation) => PolicyEmitter.Emit(Policy, cancellation);
}

/// <summary>What is left of a topology with mistakes.</summary>
internal sealed record FallbackTopologyOutput(FallbackTopology Topology) : Output
{
    public override string Namespace => Topology.Namespace;

    public override string Name => Topology.Name;

    public override string Write(CancellationToken cancellation) => TopologyEmitter.Emit(Topology, cancellation);
}

/// <summary>What is left of a policy with mistakes.</summary>
internal sealed record FallbackPolicyOutput(FallbackPolicy Policy) : Output
{
    public override string Namespace => Policy.Namespace;

    public override string Name => Policy.Name;

    public override string Write(CancellationToken cancellation) => PolicyEmitter.Emit(Policy, cancellation);
}
