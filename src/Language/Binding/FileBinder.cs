using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Gives names and types to what stands in one file, and checks it.</summary>
public static class FileBinder
{
    /// <summary>The result is of this file alone, and its diagnostics have the severities that the file's settings give them.</summary>
    public static BindingResult Bind(ResolvedFile file, CancellationToken cancellation = default)
    {
        List<Topology> topologies = [];
        List<Policy> policies = [];
        List<FallbackTopology> brokenTopologies = [];
        List<FallbackPolicy> brokenPolicies = [];
        List<Diagnostic> diagnostics = [.. file.Syntax.Diagnostics];
        for (int i = 0; i < file.Declarations.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ResolvedDeclaration declaration = file.Declarations[i];
            diagnostics.AddRange(declaration.Diagnostics);
            if (file.Syntax.Declarations[i] is not PolicySyntax policy)
            {
                BoundTopology topology = declaration.Topology!;
                diagnostics.AddRange(topology.Diagnostics);
                if (declaration.IsNamed && topology.IsBroken)
                {
                    brokenTopologies.Add(Fallback(topology.Topology));
                }
                else if (declaration.IsNamed)
                {
                    topologies.Add(topology.Topology);
                }
            }
            else if (declaration.IsNamed)
            {
                // A bag a declaration: what is wrong with one must not crowd out what is wrong with another.
                DiagnosticBag bag = new();
                if (declaration.Topology is { } topology && PolicyBinder.Bind(policy, topology, bag, cancellation) is { } bound)
                {
                    policies.Add(bound);
                }
                else
                {
                    brokenPolicies.Add(Fallback(policy, declaration.Topology));
                }

                diagnostics.AddRange(bag.Items);
            }
        }

        return new BindingResult
        {
            Topologies = topologies.ToEquatableArray(),
            Policies = policies.ToEquatableArray(),
            BrokenTopologies = brokenTopologies.ToEquatableArray(),
            BrokenPolicies = brokenPolicies.ToEquatableArray(),
            Diagnostics = new DiagnosticFilter(file.Syntax).Apply(diagnostics),
        };
    }

    private static FallbackTopology Fallback(Topology topology) => new(
        topology.Name,
        topology.Namespace,
        topology.IsInternal,
        topology.Nodes.Select(node => node.Name).Where(name => name != "value__").ToEquatableArray(),
        topology.IsDeclaredInCSharp,
        topology.Location);

    private static FallbackPolicy Fallback(PolicySyntax policy, BoundTopology? topology) => new(
        policy.Name.Text,
        policy.Namespace,
        policy.IsInternal,
        topology?.FullName,
        policy.Members.OfType<DomainSyntax>().Select(domain => domain.Name.Text).Where(name => name.Length > 0).Distinct().ToEquatableArray(),
        policy.IsDeclaredInCSharp,
        policy.Name.Location);
}
