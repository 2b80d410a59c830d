namespace TierPolicy;

/// <summary>Declares a domain of a policy: what a cgroup and a cpuset are to Linux.</summary>
/// <param name="name">Its name, also that of its <see cref="DomainId"/> in the generated <c>Domains</c> class.</param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class DomainAttribute(string name) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Bytes it may hold over all nodes, a size such as <c>1GiB</c>; no limit if absent.</summary>
    public string? Limit { get; set; }

    /// <summary>The nodes its pages may be on: node and tier names separated by commas; all if absent.</summary>
    public string? Nodes { get; set; }

    /// <summary>Whether its pages are demoted.</summary>
    public DomainDemotion Demotion { get; set; }
}
