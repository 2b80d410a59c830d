namespace TierPolicy.Language.Expectations;

/// <summary>What the names that can stand in a place may stand for.</summary>
[Flags]
public enum NameKinds
{
    None = 0,
    Topologies = 1,
    Nodes = 2,
    Tiers = 4,
    Domains = 8,
    Predicates = 16,
}
