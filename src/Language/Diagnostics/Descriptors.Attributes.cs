namespace TierPolicy.Language.Diagnostics;

// Attributed C#: what a .tierpolicy file cannot get wrong. All else that is wrong in an attribute is said as for a file.
public static partial class Descriptors
{
    /// <summary>The generator adds a part to the struct, so it must be one that can have parts.</summary>
    public static readonly DiagnosticDescriptor PolicyShape = Error("TP0401", "Wrong shape of a policy struct", "the policy '{0}' must be a readonly partial struct that stands directly in a namespace: {1}");

    /// <summary>The order of rules is the order in which they stand, and the parts of a struct have none.</summary>
    public static readonly DiagnosticDescriptor RuleInOtherPart = Error("TP0402", "Rule in another part", "all rules of '{0}' stand in the part that has [TierPolicy]; this one stands elsewhere");

    /// <summary>Every member of a topology's enum is a node.</summary>
    public static readonly DiagnosticDescriptor MemberWithoutNode = Error("TP0403", "Member without [Node]", "the member '{0}' of the topology '{1}' has no [Node]");

    /// <summary>A node's id is its position.</summary>
    public static readonly DiagnosticDescriptor MemberValue = Error("TP0404", "Member with a value of its own", "the value of '{0}' must be its position, {1}, not {2}");

    /// <summary>Tiers rank by their first node: one that is interrupted would rank twice.</summary>
    public static readonly DiagnosticDescriptor InterruptedTier = Error("TP0405", "Interrupted tier", "the nodes of the tier '{0}' must stand together");

    /// <summary>A method with a rule attribute is called with the page.</summary>
    public static readonly DiagnosticDescriptor PredicateShape = Error("TP0406", "Wrong shape of a predicate", "the predicate '{0}' must be 'static bool {0}(in PageInfo page)'");

    /// <summary>A policy is on one topology.</summary>
    public static readonly DiagnosticDescriptor TwoTopologies = Error("TP0407", "Policy on two topologies", "the policy '{0}' is on two topologies: it has both forms of [TierPolicy]");

    /// <summary>Attributes of a policy or a topology say nothing where the type is neither.</summary>
    public static readonly DiagnosticDescriptor StrayAttribute = Warning("TP0408", "Attribute without effect", "[{0}] has no effect: '{1}' has no [{2}]");
}
