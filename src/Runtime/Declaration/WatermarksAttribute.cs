namespace TierPolicy;

/// <summary>The watermarks of nodes: each a percentage of the capacity such as <c>1%</c>, or a size such as <c>64MiB</c>.</summary>
/// <param name="nodes">Node and tier names separated by commas, or <c>*</c>.</param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class WatermarksAttribute(string nodes) : Attribute
{
    /// <summary>The nodes.</summary>
    public string Nodes { get; } = nodes;

    /// <summary>Below it an allocating thread reclaims; <c>0.5%</c> if absent.</summary>
    public string? Min { get; set; }

    /// <summary>Below it the background reclaimer wakes; <c>1%</c> if absent.</summary>
    public string? Low { get; set; }

    /// <summary>Up to it the background reclaimer works; <c>2%</c> if absent.</summary>
    public string? High { get; set; }

    /// <summary>Up to it instead, where a promote rule names the node as target; high and 1 % more if absent.</summary>
    public string? Promo { get; set; }
}
