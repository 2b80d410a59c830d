namespace TierPolicy.Generator.Attributes;

/// <summary>The attributes of the runtime, by metadata name.</summary>
internal static class AttributeNames
{
    public const string Namespace = "TierPolicy";
    public const string Topology = "TierPolicy.TierTopologyAttribute";
    public const string Policy = "TierPolicy.TierPolicyAttribute`1";
    public const string NamedPolicy = "TierPolicy.TierPolicyAttribute";
}
