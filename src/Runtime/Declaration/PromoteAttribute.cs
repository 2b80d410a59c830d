namespace TierPolicy;

/// <summary>
/// A promotion rule, tried when a page is accessed on a byte-addressable node. On a method: pages for which the method holds.
/// </summary>
/// <param name="nodes">The nodes it promotes from: node and tier names separated by commas, or <c>*</c>.</param>
/// <param name="targets">The nodes it promotes to, likewise.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Method, AllowMultiple = true)]
public sealed class PromoteAttribute(string nodes, string targets) : Attribute
{
    /// <summary>The nodes it promotes from.</summary>
    public string Nodes { get; } = nodes;

    /// <summary>The nodes it promotes to.</summary>
    public string Targets { get; } = targets;

    /// <summary>The condition, an expression such as <c>page.accesses >= 2</c>; always if absent.</summary>
    public string? When { get; set; }

    /// <summary>Bytes promoted per second at most, a rate such as <c>256MiB/s</c>; no limit if absent.</summary>
    public string? Limit { get; set; }
}
