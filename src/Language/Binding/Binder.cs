using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Gives names and types to what was parsed, and checks it.</summary>
public static class Binder
{
    /// <summary>Binds all files of a project together: a policy's topology may stand in another file, or in C#.</summary>
    public static BindingResult Bind(IReadOnlyList<SyntaxFile> files, CancellationToken cancellation = default)
    {
        DiagnosticSorter diagnostics = new(files);
        List<Topology> topologies = [];
        List<Policy> policies = [];
        List<FallbackTopology> brokenTopologies = [];
        List<FallbackPolicy> brokenPolicies = [];

        DeclarationTable<BoundTopology> table = new(files.SelectMany(file => file.Declarations));
        List<PolicySyntax> policySyntaxes = [];
        foreach (DeclarationSyntax declaration in files.SelectMany(file => file.Declarations))
        {
            cancellation.ThrowIfCancellationRequested();

            // A bag a declaration: what is wrong with one must not crowd out what is wrong with another.
            DiagnosticBag bag = new();
            bool isNamed = table.TryAdd(declaration, bag);
            if (declaration is PolicySyntax policy)
            {
                if (isNamed)
                {
                    policySyntaxes.Add(policy);
                }
            }
            else if (declaration is TopologySyntax topology)
            {
                BoundTopology bound = TopologyBinder.Bind(topology, bag);
                if (isNamed)
                {
                    table.AddTopology(topology, bound);
                    if (bound.IsBroken)
                    {
                        brokenTopologies.Add(Fallback(bound));
                    }
                    else
                    {
                        topologies.Add(bound.Topology);
                    }
                }
            }

            diagnostics.Add(bag);
        }

        foreach (PolicySyntax policy in policySyntaxes)
        {
            cancellation.ThrowIfCancellationRequested();
            DiagnosticBag bag = new();
            BoundTopology? topology = table.FindTopology(policy, bag);
            if (topology is not null && PolicyBinder.Bind(policy, topology, bag, cancellation) is { } bound)
            {
                policies.Add(bound);
            }
            else
            {
                brokenPolicies.Add(Fallback(policy, topology));
            }

            diagnostics.Add(bag);
        }

        return new BindingResult
        {
            Topologies = topologies.ToEquatableArray(),
            Policies = policies.ToEquatableArray(),
            BrokenTopologies = brokenTopologies.ToEquatableArray(),
            BrokenPolicies = brokenPolicies.ToEquatableArray(),
            Diagnostics = diagnostics.ToArray(),
        };
    }

    private static FallbackTopology Fallback(BoundTopology bound)
    {
        Topology topology = bound.Topology;
        return new FallbackTopology(
            topology.Name,
            topology.Namespace,
            topology.IsInternal,
            topology.Nodes.Select(node => node.Name).Where(name => name != "value__").ToEquatableArray(),
            topology.IsDeclaredInCSharp,
            topology.Location);
    }

    private static FallbackPolicy Fallback(PolicySyntax policy, BoundTopology? topology) => new(
        policy.Name.Text,
        policy.Namespace,
        policy.IsInternal,
        topology?.FullName,
        policy.IsDeclaredInCSharp,
        policy.Name.Location);
}
