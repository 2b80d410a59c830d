namespace TierPolicy;

/// <summary>
/// A reclaim rule: ordinary reclaim, a clean file page is dropped, a dirty one written back, an anonymous one swapped.
/// On a method: pages for which the method holds.
/// </summary>
/// <param name="nodes">The nodes on which the rule is tried: node and tier names separated by commas, or <c>*</c>.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Method, AllowMultiple = true)]
public sealed class DiscardAttribute(string nodes = "*") : Attribute
{
    /// <summary>The nodes on which the rule is tried.</summary>
    public string Nodes { get; } = nodes;

    /// <summary>The condition, an expression such as <c>page.age &lt; 50ms</c>; always if absent.</summary>
    public string? When { get; set; }
}
