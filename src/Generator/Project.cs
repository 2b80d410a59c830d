using System.Collections.Immutable;
using TierPolicy.Generator.Diagnostics;
using TierPolicy.Generator.Emission;
using TierPolicy.Generator.Files;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator;

/// <summary>All that a project declares, bound: what is to be said of it, and what is to be made of it.</summary>
internal sealed record Project
{
    /// <summary>The mistakes in <c>.tierpolicy</c> files. Those in C# are the analyzer's.</summary>
    public required EquatableArray<FileDiagnostic> Diagnostics { get; init; }

    public required EquatableArray<TopologyOutput> Topologies { get; init; }

    public required EquatableArray<PolicyOutput> Policies { get; init; }

    /// <summary>Topologies and policies with mistakes.</summary>
    public required EquatableArray<Output> Fallbacks { get; init; }

    public static Project Bind(ImmutableArray<PolicyFile> files, ImmutableArray<SyntaxFile> attributed, CancellationToken cancellation)
    {
        // The order of items in a build depends on the file system.
        SortedDictionary<string, PolicyFile> byPath = new(StringComparer.Ordinal);
        foreach (PolicyFile file in files)
        {
            byPath[file.Syntax.Path] = file;
        }

        IEnumerable<SyntaxFile> inOrder = attributed
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ThenBy(file => file.Declarations.Count == 0 ? 0 : file.Declarations[0].Location.Span.Start);
        SyntaxFile[] all = [.. byPath.Values.Select(file => file.Syntax), .. inOrder];
        BindingResult result = Binder.Bind(all, cancellation);

        HintNames hints = new();
        HashSet<(string, string)> emitted = [];
        return new Project
        {
            Diagnostics = result.Diagnostics
                .Where(diagnostic => byPath.ContainsKey(diagnostic.Location.Path))
                .Select(diagnostic => FileDiagnostic.Create(diagnostic, byPath))
                .ToEquatableArray(),
            Topologies = result.Topologies
                .Where(topology => !topology.IsDeclaredInCSharp && emitted.Add((topology.Namespace, topology.Name)))
                .Select(topology => new TopologyOutput(hints.Take(topology.Namespace, topology.Name), topology))
                .ToEquatableArray(),
            Policies = result.Policies
                .Where(policy => emitted.Add((policy.Namespace, policy.Name)))
                .Select(policy => new PolicyOutput(hints.Take(policy.Namespace, policy.Name), policy))
                .ToEquatableArray(),
            Fallbacks = FallbacksOf(all, result, hints, emitted).ToEquatableArray(),
        };
    }

    private static IEnumerable<Output> FallbacksOf(SyntaxFile[] files, BindingResult result, HintNames hints, HashSet<(string, string)> emitted)
    {
        foreach (FallbackTopology topology in result.BrokenTopologies)
        {
            if (!topology.IsDeclaredInCSharp && emitted.Add((topology.Namespace, topology.Name)))
            {
                yield return new FallbackTopologyOutput(hints.Take(topology.Namespace, topology.Name), topology);
            }
        }

        foreach (FallbackPolicy policy in result.BrokenPolicies)
        {
            if (emitted.Add((policy.Namespace, policy.Name)))
            {
                yield return new FallbackPolicyOutput(hints.Take(policy.Namespace, policy.Name), policy, DomainsOf(policy, files));
            }
        }
    }

    private static EquatableArray<string> DomainsOf(FallbackPolicy policy, SyntaxFile[] files) => files
        .SelectMany(file => file.Declarations)
        .OfType<PolicySyntax>()
        .First(declaration => declaration.Name.Text == policy.Name && declaration.Namespace == policy.Namespace)
        .Members.OfType<DomainSyntax>()
        .Select(domain => domain.Name.Text)
        .Where(name => name.Length > 0)
        .Distinct()
        .ToEquatableArray();
}
