using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>All that a project declares, or one file of it, checked.</summary>
public sealed record BindingResult
{
    /// <summary>The topologies without errors, in the order of their files and in them of the text.</summary>
    public required EquatableArray<Topology> Topologies { get; init; }

    /// <summary>The policies without errors, on topologies without errors.</summary>
    public required EquatableArray<Policy> Policies { get; init; }

    /// <summary>What is left of topologies with errors.</summary>
    public required EquatableArray<FallbackTopology> BrokenTopologies { get; init; }

    /// <summary>What is left of policies that have errors, or whose topology has.</summary>
    public required EquatableArray<FallbackPolicy> BrokenPolicies { get; init; }

    /// <summary>Mistakes of form and of meaning, file by file in the order given, each file's in the order of its text.</summary>
    public required EquatableArray<Diagnostic> Diagnostics { get; init; }
}

/// <summary>
/// Enough of a topology with errors to emit an enum that the program's code compiles against, so that one mistake is not a hundred.
/// </summary>
/// <param name="NodeNames">Distinct, and each can stand in an enum.</param>
public sealed record FallbackTopology(
    string Name,
    string Namespace,
    bool IsInternal,
    EquatableArray<string> NodeNames,
    bool IsDeclaredInCSharp,
    SourceLocation Location);

/// <summary>Enough of a policy with errors to emit a struct that the program's code compiles against.</summary>
/// <param name="Topology">The topology's name with its namespace, if it was found.</param>
/// <param name="Domains">The names of its domains, as far as they can be told.</param>
public sealed record FallbackPolicy(
    string Name,
    string Namespace,
    bool IsInternal,
    string? Topology,
    EquatableArray<string> Domains,
    bool IsDeclaredInCSharp,
    SourceLocation Location);
