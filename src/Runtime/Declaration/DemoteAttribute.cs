namespace TierPolicy;

/// <summary>A reclaim rule: the page goes to the demotion gate. On a method: pages for which the method holds.</summary>
/// <param name="nodes">The nodes on which the rule is tried: node and tier names separated by commas, or <c>*</c>.</param>
/// <param name="targets">The nodes to which it may demote, likewise; any if null.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Method, AllowMultiple = true)]
public sealed class DemoteAttribute(string nodes, string? targets = null) : Attribute
{
    /// <summary>The nodes on which the rule is tried.</summary>
    public string Nodes { get; } = nodes;

    /// <summary>The nodes to which it may demote; any if null.</summary>
    public string? Targets { get; } = targets;

    /// <summary>The condition, an expression such as <c>page.idle >= 2s</c>; always if absent.</summary>
    public string? When { get; set; }
}
