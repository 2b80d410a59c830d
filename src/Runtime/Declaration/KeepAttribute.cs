namespace TierPolicy;

/// <summary>A reclaim rule: the victim goes back to the head of the active list. On a method: pages for which the method holds.</summary>
/// <param name="nodes">The nodes on which the rule is tried: node and tier names separated by commas, or <c>*</c>.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Method, AllowMultiple = true)]
public sealed class KeepAttribute(string nodes = "*") : Attribute
{
    /// <summary>The nodes on which the rule is tried.</summary>
    public string Nodes { get; } = nodes;

    /// <summary>The condition, an expression such as <c>page.tag == 1</c>; always if absent.</summary>
    public string? When { get; set; }
}
