namespace TierPolicy;

/// <summary>Whether the pages of a domain are demoted.</summary>
public enum DomainDemotion
{
    /// <summary>Yes, except by reclaim for the domain's own limit: moving the charge does not lower it.</summary>
    On,

    /// <summary>Never.</summary>
    Off,

    /// <summary>Yes, by reclaim for the domain's own limit too.</summary>
    Limit,
}
