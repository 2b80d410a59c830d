namespace TierPolicy;

/// <summary>
/// In the background, without pressure, pages for which the condition holds are given to the reclaim rules.
/// On a method: pages for which the method holds.
/// </summary>
/// <param name="nodes">The nodes it looks at: node and tier names separated by commas, or <c>*</c>.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProactiveAttribute(string nodes) : Attribute
{
    /// <summary>The nodes it looks at.</summary>
    public string Nodes { get; } = nodes;

    /// <summary>The condition, an expression such as <c>page.idle >= 1min</c>; on a struct there must be one.</summary>
    public string? When { get; set; }

    /// <summary>Bytes reclaimed per second at most, a rate such as <c>64MiB/s</c>; no limit if absent.</summary>
    public string? Limit { get; set; }
}
