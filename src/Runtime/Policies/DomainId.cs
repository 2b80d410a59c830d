namespace TierPolicy;

/// <summary>A domain of a policy, as the generated <c>Domains</c> class names it.</summary>
/// <param name="Value">The domain's position in the policy, from 1; 0 is no domain.</param>
public readonly record struct DomainId(int Value)
{
    /// <summary>No domain: no limit, all nodes, demotion on.</summary>
    public static DomainId None => default;
}
