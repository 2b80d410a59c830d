namespace TierPolicy;

/// <summary>
/// The tier in which a node stands. Tiers rank by their first node, fastest first; the nodes of a tier stand together.
/// Either every node of a topology has it, or none does: then tiers are derived.
/// </summary>
/// <param name="name">The tier's name.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class TierAttribute(string name) : Attribute
{
    /// <summary>The tier's name.</summary>
    public string Name { get; } = name;
}
