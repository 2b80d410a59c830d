namespace TierPolicy.Language.Navigation;

/// <summary>What a name can stand for.</summary>
public enum SymbolKind
{
    Topology,
    Policy,
    Tier,
    Node,
    Domain,

    /// <summary>A C# method that conditions ask.</summary>
    Predicate,
}
